"""The same for programs: JSON, version 1, read only."""
