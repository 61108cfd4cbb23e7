"""Numbers in and out: files of numbers, accounts, and copies of the workspace.

What was decided, and why: a file is read to values and shown before anything is stored, since what a column means (a
day before a month, a comma for decimals) is often known only from all of it; what could not be read is listed row by
row and never guessed. Whatever comes from outside is read with a limit on its size (``sheets.limits``).
"""
