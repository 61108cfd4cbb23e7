"""From what was understood of a file to numbers in KPIs: where each measure goes, what it would change, and sources.

``match`` proposes where each measure of a file goes, ``compose.preview`` holds it against what stands in the file of
the company, and ``kpidesk.commands.intake.take`` stores it. Nothing here writes.
"""
