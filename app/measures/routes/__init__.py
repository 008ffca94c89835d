"""The pages of measures: the action plan, the roadmap, one measure, and their files."""
