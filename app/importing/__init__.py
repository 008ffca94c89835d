"""Answers of past years from files: read, mapped, previewed, taken in."""
