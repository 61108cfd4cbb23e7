"""The line to a team server: made or given up, spoken on, listened at for news."""
