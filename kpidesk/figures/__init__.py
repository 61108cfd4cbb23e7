"""From an open workspace to computed values: what a page, the report and the command line read.

What was decided, and why:

- A number is computed in one place, so that screen, paper and command line can't differ.
- Everything is told as of a day. What happened later counts for nothing: the report of a closed quarter, a graph
  looked back at, and a test all ask the same question.
- What several KPIs read is read together (``sources``), and a KPI's periods are worked out when somebody looks at
  them: ten years of days cost what is on the screen.
- Most KPIs are worked out for all their periods at once, from columns of numbers (``rolled``); the others period by
  period (``calculation``). Both ways give the same to the last bit.
- A file is seen through ``Reads`` alone: what computes can change nothing.
- Every value can explain itself (``explain``): formula, what it read, what is missing.

The rules, with their formulas and sources, are in the file ``README.md`` of this folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk import lazily

if TYPE_CHECKING:
    from kpidesk.figures.actions import Action, Effect, effect_of, open_actions
    from kpidesk.figures.advice import Advice, advise
    from kpidesk.figures.consequences import Consequence, GoalShift, KpiShift, about, consequence
    from kpidesk.figures.due_book import due_cells
    from kpidesk.figures.entry import EntryBlock, EntryRow, due_periods, entry_blocks
    from kpidesk.figures.explaining import explain
    from kpidesk.figures.goals.book import goal_book
    from kpidesk.figures.goals.explain import explain_goal
    from kpidesk.figures.goals.of_cycle import goal_figures, goals_at_close, too_safe_mean
    from kpidesk.figures.goals.smart import Consent, Fix, SmartAnswer, consent, smart_check
    from kpidesk.figures.kpi import all_figures, figures_of, kpi_figures, last_year_points
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
    from kpidesk.figures.points import point_in
    from kpidesk.figures.prospects import Outlook, Reach, outlook, prospect, reach_of
    from kpidesk.figures.sentences import Variation

__all__ = [
    "Action",
    "Advice",
    "Consent",
    "Consequence",
    "Effect",
    "EntryBlock",
    "EntryRow",
    "Explanation",
    "Fix",
    "GoalShift",
    "KpiFigures",
    "KpiShift",
    "Limits",
    "NodeFigures",
    "Outlook",
    "Point",
    "Reach",
    "ReadLine",
    "Rolling",
    "Segment",
    "SignalRun",
    "SmartAnswer",
    "Variation",
    "about",
    "advise",
    "all_figures",
    "consent",
    "consequence",
    "due_cells",
    "due_periods",
    "effect_of",
    "entry_blocks",
    "explain",
    "explain_goal",
    "figures_of",
    "goal_book",
    "goal_figures",
    "goals_at_close",
    "kpi_figures",
    "last_year_points",
    "open_actions",
    "outlook",
    "point_in",
    "prospect",
    "reach_of",
    "smart_check",
    "too_safe_mean",
]
__getattr__ = lazily.names(
    __name__,
    {
        f"{__name__}.actions": ("Action", "Effect", "effect_of", "open_actions"),
        f"{__name__}.advice": ("Advice", "advise"),
        f"{__name__}.consequences": ("Consequence", "GoalShift", "KpiShift", "about", "consequence"),
        f"{__name__}.due_book": ("due_cells",),
        f"{__name__}.entry": ("EntryBlock", "EntryRow", "due_periods", "entry_blocks"),
        f"{__name__}.explaining": ("explain",),
        f"{__name__}.goals.book": ("goal_book",),
        f"{__name__}.goals.explain": ("explain_goal",),
        f"{__name__}.goals.of_cycle": ("goal_figures", "goals_at_close", "too_safe_mean"),
        f"{__name__}.goals.smart": ("Consent", "Fix", "SmartAnswer", "consent", "smart_check"),
        f"{__name__}.kpi": ("all_figures", "figures_of", "kpi_figures", "last_year_points"),
        f"{__name__}.model": (
            "Explanation",
            "KpiFigures",
            "Limits",
            "NodeFigures",
            "Point",
            "ReadLine",
            "Rolling",
            "Segment",
            "SignalRun",
        ),
        f"{__name__}.points": ("point_in",),
        f"{__name__}.prospects": ("Outlook", "Reach", "outlook", "prospect", "reach_of"),
        f"{__name__}.sentences": ("Variation",),
    },
)
