"""Who is assessed: the official register, and the municipalities that use the check."""
