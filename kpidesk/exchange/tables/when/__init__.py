"""Which period each row or heading is about: the columns that name it, and what they leave open."""
