"""What is said of history, merges, restores, KPIs, goals, targets, cycles, entry and sharing: text alone.

The window and the command line say the same, because both take it from here. Nothing here reads a file or changes one:
it is given values, and gives words in the language that is chosen at that moment.
"""
