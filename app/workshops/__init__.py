"""Many people answer together: rounds, decisions, ideas, and the record."""
