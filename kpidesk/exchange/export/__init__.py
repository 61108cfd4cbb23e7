"""Numbers out again: measured numbers, goals and check-ins as a workbook, CSV or JSON.

What was decided, and why: what goes out are the numbers that were measured, every decimal of them, under names that
the import knows again, so that they can be taken in to the same values; what is calculated of them is on paper and in
the review's workbook. Texts are always texts: one that begins like a formula is none, in any program.
"""
