"""KPI Desk: strategy, key results and a few well-chosen KPIs in one offline file.

This package is the whole program without a window: the rules of the numbers, the file,
the commands, the report and the command line. It never imports Qt; the window lives in ``ui``.
"""

__version__ = "0.1.0"
