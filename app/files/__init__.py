"""Files in and out: bytes become domain objects and back. Imports the domain only."""
