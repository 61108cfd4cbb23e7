"""The command line in the forms that others read: a manual page, and the completions of three shells."""
