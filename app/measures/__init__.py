"""What will be done about the gaps, by whom, until when: measures and the action plan."""
