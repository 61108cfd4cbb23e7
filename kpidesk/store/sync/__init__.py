"""The user's file among colleagues: carried there and back, who is there, other versions beside it."""
