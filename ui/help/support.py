"""What can be copied for whoever helps: versions, system and screen, and nothing of a file or a person."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from kpidesk import faults
from kpidesk.doctor import machine, places
from kpidesk.doctor.findings import TROUBLE
from kpidesk.settings import Home


def details() -> str:
    """The machine as the program sees it, in words to be sent as they are."""
    return machine.details({"Qt": qVersion(), "display": QGuiApplication.platformName(), "screens": _screens()})


def examined(home: Home) -> str:
    """The same, with what is to be mended on this machine; folders are named by their last part."""
    troubles = [faults.short(str(each.message)) for each in places.examine(home) if each.grade == TROUBLE]
    return "\n".join([details(), *troubles])


def _screens() -> str:
    shown = QGuiApplication.screens()
    return ", ".join(f"{s.size().width()}×{s.size().height()} × {s.devicePixelRatio():g}" for s in shown)
