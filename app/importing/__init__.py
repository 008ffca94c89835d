"""Self-checks come in from files, ours or made by hand. May import assessments and below."""
