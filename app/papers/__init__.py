"""What is taken to the council and shown to the town: council paper, report, poster, summary."""
