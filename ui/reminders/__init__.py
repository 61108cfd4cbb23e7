"""Days for the calendar of the system, and the notice at the start of the day."""
