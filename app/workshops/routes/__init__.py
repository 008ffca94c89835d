"""The pages of workshops: planning, console, screen, paper, record; and those of the phones."""
