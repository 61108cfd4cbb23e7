"""Status shapes as plain geometry in a square of 12 × 12, y down, for screen and paper alike.

Shape and word tell a status; colour only supports them (figures/README: Words).
"""

from __future__ import annotations

from kpidesk.records import record
from kpidesk.text import _, msg

KEYS = (
    "on_track", "at_risk", "off_track", "achieved", "no_data", "no_check_in", "check_in_overdue",
    "not_started", "planned", "no_target", "hidden", "signal",
)  # fmt: skip
OUTLINE = 1.4
"""How thick the marks are that are never filled: nothing is known yet."""


@record(frozen=True)
class Part:
    """One stroke or filled form.

    ``kind``: circle (``points`` = centre and a point at the radius), polygon, or line.
    ``ink``: status for the status colour, ground for the colour behind. ``width`` 0 means filled.
    ``dash``: on and off, in the square's own measure. ``corner``: radius where the screen rounds a box.
    """

    kind: str
    points: tuple[tuple[float, float], ...]
    ink: str = "status"
    width: float = 0.0
    dash: tuple[float, float] | None = None
    corner: float = 0.0


def _circle(radius: float, *, width: float = 0.0, dash: tuple[float, float] | None = None) -> Part:
    return Part("circle", ((6.0, 6.0), (6.0 + radius, 6.0)), width=width, dash=dash)


_ALERT = (
    Part("polygon", ((6.0, 0.9), (11.6, 10.9), (0.4, 10.9))),
    Part("line", ((6.0, 4.2), (6.0, 7.2)), "ground", 1.5),
    Part("line", ((6.0, 9.2), (6.0, 9.25)), "ground", 1.5),
)
_CROSSED = (
    Part("polygon", ((1.0, 1.0), (11.0, 1.0), (11.0, 11.0), (1.0, 11.0)), corner=1.5),
    Part("line", ((3.8, 3.8), (8.2, 8.2)), "ground", 1.5),
    Part("line", ((8.2, 3.8), (3.8, 8.2)), "ground", 1.5),
)
_CHECKED = (_circle(5.4), Part("line", ((3.4, 6.2), (5.3, 8.0), (8.7, 4.3)), "ground", 1.5))
_BUBBLE = (
    Part(
        "line",
        (
            (1.5, 10.8), (1.5, 2.4), (2.3, 1.6), (9.7, 1.6), (10.5, 2.4), (10.5, 7.8), (9.7, 8.6), (3.7, 8.6),
            (1.5, 10.8),
        ),
        width=OUTLINE,
    ),
)  # fmt: skip
_PLANNED = (
    Part("line", ((1.7, 1.9), (10.3, 1.9), (10.3, 10.3), (1.7, 10.3), (1.7, 1.9)), width=OUTLINE),
    Part("line", ((1.7, 4.6), (10.3, 4.6)), width=OUTLINE),
)
_SIGNAL = (_circle(4.6, width=1.6), _circle(1.7))

SHAPES: dict[str, tuple[Part, ...]] = {
    "on_track": (_circle(4.5),),
    "at_risk": _ALERT,
    "off_track": _CROSSED,
    "achieved": _CHECKED,
    "no_data": (_circle(4.4, width=1.5, dash=(2.25, 2.25)),),
    "no_check_in": _BUBBLE,
    "check_in_overdue": (*_BUBBLE, Part("line", ((4.0, 5.1), (8.0, 5.1)), width=OUTLINE)),
    "not_started": (_circle(4.4, width=OUTLINE),),
    "planned": _PLANNED,
    "no_target": (Part("line", ((3.0, 6.0), (9.0, 6.0)), width=1.8),),
    "hidden": (_circle(4.2, width=1.2), Part("line", ((3.6, 6.0), (8.4, 6.0)), width=OUTLINE)),
    "signal": _SIGNAL,
}

PAPER_SHAPES: dict[str, tuple[Part, ...]] = {
    **SHAPES,
    "on_track": (_circle(4.2, width=2.0),),
    "not_started": (_circle(2.8, width=1.2),),
}
"""On paper the on-track circle is hollow, so that exceptions stand out in grey; what has not begun is a small ring."""

WORDS = {
    "on_track": msg("On track"),
    "at_risk": msg("At risk"),
    "off_track": msg("Off track"),
    "achieved": msg("Achieved"),
    "no_data": msg("No data"),
    "no_check_in": msg("No check-in yet"),
    "check_in_overdue": msg("Check-in overdue"),
    "not_started": msg("Not started"),
    "planned": msg("Planned"),
    "no_target": msg("No target"),
    "hidden": msg("Hidden"),
    "signal": msg("Signal"),
}


def standing_word(key: str, *, suggested: bool) -> str:
    """The word for how a number stands; where there is none because nobody has confirmed the target, that."""
    return _("Suggested") if suggested and key == "no_target" else status_word(key)


def status_word(key: str) -> str:
    """The word that stands beside a status' shape."""
    return _(WORDS[key].text)
