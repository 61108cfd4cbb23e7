"""What a chart says, for screen and paper alike.

A chart is decided as plain values first (``ChartSpec``), and drawn twice: by the window and by the report. So the two
show the same, and what a chart says can be tested without pixels.
"""
