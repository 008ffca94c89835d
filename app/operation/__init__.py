"""Running the installation: municipalities, their first coordinators, mail, health; no answers."""
