"""The figures of goals: measured, rolled up and judged, for one cycle as of a day."""
