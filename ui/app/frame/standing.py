"""How a window’s file stands: told by the status bar, and by the title where that has no room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.app.frame.window_frame import WindowFrame

if TYPE_CHECKING:
    from kpidesk.workspace import Present, PublishState, ServerState
    from ui.app.status_line import StatusLine

STAR = "[*]"
"""Where Qt puts the star of what is not shared; a name in which it stands writes it twice."""


class Standing:
    """Keeps title and status bar of a window; ``named`` says what the file is called there, if there is one."""

    line: StatusLine

    def __init__(self, window: WindowFrame, named: Callable[[], str]) -> None:
        self._window, self._named = window, named
        self._unshared = frozenset[str]()  # with what of file and server it is not

    def begin(self, line: StatusLine) -> None:
        """Tell it in a new status bar from now on."""
        self.line = line

    def forget(self) -> None:
        """The file is gone, and with it what was not shared."""
        self._unshared = frozenset()

    def show_published(self, state: PublishState) -> None:
        """How the file stands against the shared one."""
        self.line.show_published(state)
        self._show_unshared("file", state.since)

    def show_served(self, state: ServerState) -> None:
        """How it stands against the team server."""
        self.line.show_served(state)
        self._show_unshared("server", state.since)

    def show_present(self, others: tuple[Present, ...]) -> None:
        """Who else has the file open."""
        self.line.show_present(others)

    def show_conflicts(self, count: int) -> None:
        """How many values two have changed."""
        self.line.show_conflicts(count)

    def _show_unshared(self, where: str, since: dt.datetime | None) -> None:
        self._unshared = self._unshared - {where} if since is None else self._unshared | {where}
        self.show_title()

    def show_title(self) -> None:
        """The name of the file; the star after it stands for the status bar, where that has no room."""
        window, name = self._window, self._named().replace(STAR, STAR * 2)
        starred = bool(name) and window.statusBar().isHidden()
        window.setWindowTitle(f"{name}{STAR if starred else ''} – KPI Desk" if name else "KPI Desk")
        window.setWindowModified(starred and bool(self._unshared))
