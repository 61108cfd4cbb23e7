"""The same log in PostgreSQL, for those who have outgrown a file in a folder; an optional part.

A team server is one more place to merge with: the file stays what it is, every machine folds its own state, and what
comes down is vetted and merged as a file is. The packages that this needs are loaded only by who uses it (``extra``).
"""
