"""The people who use the check, and what they may do. Today: one local desk."""
