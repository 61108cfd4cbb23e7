"""What waits and what comes: told on the command line, at the start of the day, and in the calendar of the system.

What waits is what the overview and the weekly round ask for (``waits``); what comes is known by day (``days``): the
deadlines of numbers, the weeks of check-ins, the review of a cycle. Nothing here changes the file.
"""
