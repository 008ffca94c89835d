"""A municipality answers a checklist, year by year."""
