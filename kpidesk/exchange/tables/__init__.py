"""What a sheet means: which part is the table, which cells are periods and numbers, and what they measure.

What was decided, and why: a table is understood by column and not by cell, since what a cell means (a day before a
month, a comma for decimals) is often known only from all of its column. Nothing is ambiguous in silence: a guess
stands in a sentence with a way to change it, and where two readings are possible and give different numbers it is
asked. What is left out is listed with its reason. Nothing here knows a workspace.
"""
