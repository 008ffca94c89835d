"""For programs: what people may read on pages, as JSON with the same numbers."""
