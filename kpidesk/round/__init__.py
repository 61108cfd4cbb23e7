"""The weekly round: what is due, in which order, what is known at each step, and how a round is left and resumed.

A round goes through the numbers that are missing, the check-ins that are due, the KPIs that stand out, and ends with
one decision. What it asks for is read from the file each time, so that a number which a colleague has entered is not
asked for again; what somebody has skipped or is typing belongs to them alone, and lies in a ``Progress`` that this
machine remembers.
"""
