"""At home in a system: manual page and shell completion from the grammar, and the files that a desktop reads."""
