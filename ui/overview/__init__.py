"""The first page: what needs her now, and this week."""
