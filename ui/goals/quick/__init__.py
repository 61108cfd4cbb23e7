"""The line in which a goal is typed as a sentence, and what is read of it."""
