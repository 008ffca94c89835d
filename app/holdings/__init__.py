"""All that is kept about one municipality: taken out as a file, or erased."""
