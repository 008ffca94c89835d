"""What will be done about the gaps: drafts so far, with what they are for."""
