"""Values in a file that nobody can use: looked for once, when this machine meets the file, beside the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kpidesk.text import ngettext
from kpidesk.workspace import Workspace
from ui.base.session import Notice
from ui.base.tasks import Aside

MOST_TOLD = 12
"""Lines of what was left out that a notice has room for."""


class LeftOut(QObject):
    """``said`` is the notice about them; nothing is said of a file without any. A page need not wait for it."""

    said = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._aside: Aside | None = None

    def look(self, ws: Workspace) -> None:
        """Go through all that was ever written in a file that this machine has not seen before."""
        if not ws.checking.unseen:
            return
        self._aside = Aside(ws, self)
        self._aside.finished.connect(self._found)
        self._aside.start(_found_in)

    def stop(self) -> None:
        """The file is about to be closed."""
        if self._aside is not None:
            self._aside.stop()
            self._aside.deleteLater()
            self._aside = None

    def _found(self, lines: tuple[str, ...]) -> None:
        if lines:
            self.said.emit(_about(lines))


def _found_in(ws: Workspace) -> tuple[str, ...]:
    return tuple(ws.checking.set_aside())


def _about(lines: tuple[str, ...]) -> Notice:
    """Values that no program of ours wrote, told when the file is met, once; the check of the file tells them again."""
    words = ngettext(
        "{n} value in this file can’t be used and is left out, as if nobody had entered it. Everything else is "
        "as it was. “Check the file” lists it again.",
        "{n} values in this file can’t be used and are left out, as if nobody had entered them. Everything "
        "else is as it was. “Check the file” lists them again.",
        len(lines),
    ).format(n=len(lines))
    return Notice(words, details="\n".join([*lines[:MOST_TOLD], *(["…"] if len(lines) > MOST_TOLD else [])]))
