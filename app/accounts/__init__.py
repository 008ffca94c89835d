"""The people who use the check: how they log in, and what they may do where."""
