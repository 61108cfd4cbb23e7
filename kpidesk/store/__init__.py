"""SQLite: the change log, the state it yields, merge, vetting, backups and publishing."""
