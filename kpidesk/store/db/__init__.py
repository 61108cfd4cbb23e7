"""One SQLite file: its tables, its one connection and transaction, its encryption."""
