"""The way that one has taken through the manual, and back."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def chapter_of(place: str) -> str:
    """The chapter that a place is in."""
    return place.partition("#")[0]


def section_of(place: str) -> str:
    """The section of it, if any."""
    return place.partition("#")[2]


def open_address(address: str) -> None:
    """Show a page of the web in the machine's own program."""
    QDesktopServices.openUrl(QUrl(address))


class Ways:
    """Where one is, what was read before it, and after it before one went back."""

    def __init__(self, here: str) -> None:
        self.here = here
        self._before: list[str] = []
        self._after: list[str] = []

    def go(self, place: str) -> None:
        """Go somewhere; what was ahead is forgotten."""
        if place != self.here:
            self._before.append(self.here)
            self._after.clear()
            self.here = place

    def back(self) -> bool:
        """Go back; tells whether there was anywhere to go to."""
        return self._turn(self._before, self._after)

    def forth(self) -> bool:
        """Go where one came back from."""
        return self._turn(self._after, self._before)

    def _turn(self, to: list[str], off: list[str]) -> bool:
        if not to:
            return False
        off.append(self.here)
        self.here = to.pop()
        return True
