"""From an open workspace to computed values: what a page, the report and the command line read."""

from kpidesk.figures.advice import Advice, advise
from kpidesk.figures.entry import EntryBlock, EntryRow, due_cells, due_periods, entry_blocks
from kpidesk.figures.explain import explain
from kpidesk.figures.explain_goal import explain_goal
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
from kpidesk.figures.smart import Consent, Fix, SmartAnswer, consent, smart_check

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
    "advise",
    "all_figures",
    "consent",
    "due_cells",
    "due_periods",
    "entry_blocks",
    "explain",
    "explain_goal",
    "goal_figures",
    "kpi_figures",
    "last_year_points",
    "smart_check",
]
