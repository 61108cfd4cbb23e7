"""Which section of the manual fits what is in view: a place of the window, a dialog, or a part of either."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.base.page import HELP

PLACES = {
    "overview": "round", "goals": "goals", "kpis": "choosing", "kpi": "chart", "entry": "round#table", "round": "round",
    "review": "review", "history": "password#undo", "merge": "sharing#merge", "import": "import#file",
    "sources": "import#again", "guide": "goals#kpi", "": "hour",
}  # fmt: skip
"""The section that fits a place of the window; without a file there is none."""
DIALOGS = {
    "AboutDialog": "install", "AskPassword": "password#password", "CalendarDialog": "round#calendar",
    "CheckInDialog": "round#check-in",
    "ClosingDialog": "review#close", "CrashDialog": "trouble#crash", "DeleteKpi": "choosing#park",
    "DutiesDialog": "pitfalls",
    "ExportDialog": "paper#workbook", "FaultDialog": "trouble#crash", "JoinDialog": "server#invite",
    "KpiForm": "formulas#formula",
    "LibraryDialog": "choosing#library", "LostDialog": "trouble#restored", "MailDialog": "paper#mail",
    "MissingDialog": "server",
    "MomentDialog": "password#restore", "NewKpiDialog": "import#file", "NewName": "choosing#people",
    "NoteDialog": "chart#signal",
    "NumbersDialog": "menus#view",
    "OwnNumberDialog": "import#saft", "ReasonDialog": "review#close", "RenameFile": "menus#file",
    "ReplyDialog": "sharing#sheet", "RescueDialog": "trouble#damaged", "RestoreDialog": "password#restore",
    "Retitle": "goals#write", "Rewriting": "password#password", "SendDialog": "sharing#mail",
    "SetPassword": "password#password",
    "SettingsDialog": "settings", "ShareDialog": "server#share", "StandingDialog": "server",
    "Sure": "menus#file", "TargetDialog": "formulas#target", "TypedDialog": "import#file",
    "ValueHistory": "password#undo",
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
