"""The pages of people: log in, invitations, the second factor, one's account, one's colleagues."""
