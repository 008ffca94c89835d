"""Where everything is kept: engines, one writer at a time, backups, export and import."""
