"""One function for each thing a user does: checks the rules, then changes the workspace in one transaction."""
