"""From an open workspace to computed values: what a page, the report and the command line read."""

from kpidesk.figures.advice import Advice, advice
from kpidesk.figures.entry import EntryBlock, EntryRow, due_cells, due_periods, entry_blocks
from kpidesk.figures.explain import explain
from kpidesk.figures.goals import goal_figures
from kpidesk.figures.kpi import all_figures, kpi_figures, last_year_points
from kpidesk.figures.model import (
    Explanation,
    KpiFigures,
    Limits,
    NodeFigures,
    Point,
    ReadLine,
    Rolling,
    Segment,
    SignalRun,
)

__all__ = [
    "Advice",
    "Consent",
    "EntryBlock",
    "EntryRow",
    "Explanation",
    "Fix",
    "KpiFigures",
    "Limits",
    "NodeFigures",
    "Point",
    "ReadLine",
    "Rolling",
    "Segment",
    "SignalRun",
    "SmartAnswer",
    "advice",
    "all_figures",
    "consent",
    "due_cells",
    "due_periods",
    "entry_blocks",
    "explain",
    "goal_figures",
    "kpi_figures",
    "last_year_points",
    "smart",
]
