"""Years of one municipality beside each other: pages, charts and downloads."""
