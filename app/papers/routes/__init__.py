"""Papers: what there is, the council paper, files, and what is public."""
