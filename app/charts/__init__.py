"""Pictures of results. In: labels and values, already in words. Out: accessible SVG and PNG."""
