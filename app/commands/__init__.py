"""The command line: checklists and the example town."""
