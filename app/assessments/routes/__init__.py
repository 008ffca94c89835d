"""The pages of a self-check: start, desk, overview, answering, targets, and its life cycle."""
