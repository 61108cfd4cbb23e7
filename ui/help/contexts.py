"""Which section of the manual fits what is in view: a place of the window, a dialog, or a part of either."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.base.page import HELP

PLACES = {
    "overview": "hour", "goals": "okr", "kpis": "kpi", "kpi": "kpi", "entry": "round", "round": "round",
    "review": "review", "history": "sharing", "merge": "sharing", "import": "hour", "sources": "hour",
}  # fmt: skip
"""The section that fits a place of the window; without a file there is none."""
DIALOGS: dict[str, str] = {
    "AskPassword": "sharing", "SetPassword": "sharing", "SendDialog": "sharing", "ReplyDialog": "sharing",
    "CheckInDialog": "round", "CalendarDialog": "round", "ClosingDialog": "review", "MailDialog": "review",
}  # fmt: skip
"""The section that fits a dialog, by the name of its class."""
FIRST = "kpi"


def section_for(place: str, focus: QObject | None) -> str:
    """The section about what has the keyboard, or else about the dialog or the place in view."""
    while focus is not None:
        about = focus.property(HELP) or DIALOGS.get(type(focus).__name__)
        if isinstance(about, str):
            return about
        focus = focus.parent()
    return PLACES.get(place, FIRST)
