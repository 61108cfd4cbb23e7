"""The ways to a merge: the menu, a file dropped on the window, another version found beside the file.

What is dropped and is no copy is a file with numbers, as far as anybody knows before it is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QFileSystemWatcher, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk import format as fmt
from kpidesk.disk import INVITATION, WORKSPACE
from kpidesk.errors import UserError
from kpidesk.text import _, ngettext
from ui.base.folders import beginning
from ui.base.session import Notice

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, ConflictCopy
    from ui.base.session import Session
    from ui.base.theme import Theme
    from ui.imports.drop_sheet import DropSheet

SETTLE_MS = 500
"""A folder is looked at when it has been still for so long."""
SHEET, ACCOUNTS = ".xlsx", ".xml"


class Merges(QObject):
    """Watches one window. ``wanted`` is a copy to merge, ``opened`` a file to open when none is, ``read_sheet`` an
    answered sheet, ``numbers`` any other file; ``said`` and ``unsaid`` are notices; ``to_review`` counts what is left
    to choose.
    """

    wanted = Signal(object)
    opened = Signal(str)
    read_sheet = Signal(str)
    numbers = Signal(object)
    said = Signal(object)
    unsaid = Signal(str)
    to_review = Signal(int)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self._session: Session | None = None
        self._told: dict[tuple[Path, object], str] = {}
        self._in_view: Path | None = None
        self.left, self._left_words = 0, ""
        self._folder = QFileSystemWatcher(self)
        self._folder.directoryChanged.connect(self._soon)
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(SETTLE_MS)
        self._still.timeout.connect(self.look_around)
        self._sheet: DropSheet | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    # ---- one file ----------------------------------------------------------------------------------

    def watch(self, session: Session | None) -> None:
        """Begin with a file, or with none."""
        if self._folder.directories():
            self._folder.removePaths(self._folder.directories())
        self._still.stop()
        self._session = session
        self._told.clear()
        self.left, self._left_words = 0, ""
        if session is None:
            return
        self._folder.addPath(str(session.ws.path.parent))
        session.changed.connect(self._on_changed)
        session.leave.connect(self._soon)
        self._count_left(session)
        self._soon()

    def choose(self) -> None:
        """Ask for the copy."""
        if self._session is None:
            return
        kinds = _("KPI Desk files and reply forms (*.kpidesk *.xlsx);;All files (*)")
        folder = beginning(self._session.ws.path)
        path, _kind = QFileDialog.getOpenFileName(self._window, _("Choose the copy to merge"), folder, kinds)
        if path:
            self.take_in(Path(path))

    def review(self) -> None:
        """Look at what is left to choose."""
        self.wanted.emit("review")

    def _on_changed(self, changes: Changes) -> None:
        session = self._session
        if session is not None and (changes.everything or changes.crossed or self.left):
            self._count_left(session)
            self.look_around()

    def _count_left(self, session: Session) -> None:
        left = session.ws.merging.open_conflicts()
        if left != self.left and self._left_words:
            self.unsaid.emit(self._left_words)
            self._left_words = ""
        if left > self.left:
            words = ngettext(
                "{n} value was changed by two people. The newest counts until you choose.",
                "{n} values were changed by two people. The newest count until you choose.", left,
            ).format(n=left)  # fmt: skip
            self._left_words = words
            self.said.emit(Notice(words, action=ngettext("View it", "View them", left), callback=self.review))
        self.left = left
        self.to_review.emit(left)

    # ---- other versions beside the file ------------------------------------------------------------

    def _soon(self, *_path: str) -> None:
        self._still.start()

    def look_around(self) -> None:
        """Tell of another version beside the file that holds something new; once for each."""
        session = self._session
        if session is None or session.ws.read_only:
            return
        others = (fork for fork in session.ws.sharing.forks() if fork.lacking and fork.path != self._in_view)
        found = {(fork.path, fork.when): fork for fork in others}
        for key in [key for key in self._told if key not in found]:
            self.unsaid.emit(self._told.pop(key))
        for key, fork in found.items():
            if key not in self._told:
                self._told[key] = fork_words(fork, session)
                self.said.emit(
                    Notice(self._told[key], "fork", action=_("Merge now"), callback=_Open(self, fork.path).now)
                )

    def take_up(self, path: Path) -> None:
        """Show what a version beside the file would bring, instead of its notice."""
        for key in [key for key in self._told if key[0] == path]:
            self.unsaid.emit(self._told.pop(key))
        self._in_view = path
        self.wanted.emit(path)

    def stand_on(self, place: str) -> None:
        """The window shows a place: the version that one looks at is not told of, on any other it is again."""
        if place != "merge" and self._in_view is not None:
            self._in_view = None
            self._soon()

    def take_in(self, path: Path) -> None:
        """Show what a chosen file would bring: a copy, or the numbers of an answered sheet."""
        if path.suffix.lower() == SHEET:
            self.read_sheet.emit(str(path))
        else:
            self.take_up(path)

    # ---- a file dropped on the window --------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: files may be dropped anywhere on the window."""
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self._hide_sheet()
            event.acceptProposedAction()
            self.take(dropped(event.mimeData()))
            return True
        if isinstance(event, QDragEnterEvent) and event.type() is QEvent.Type.DragEnter:
            files = dropped(event.mimeData())
            if files:
                event.acceptProposedAction()
                self._show_sheet(files[0])
            return bool(files)
        if event.type() is QEvent.Type.DragLeave:
            self._hide_sheet()
        return super().eventFilter(watched, event)

    def take(self, files: list[Path]) -> None:
        """Do with dropped files what one expects."""
        if len(files) > 1 and self._session is not None and all(path.suffix.lower() == ACCOUNTS for path in files):
            self.numbers.emit(tuple(files))
            return
        if len(files) != 1:
            self.said.emit(Notice(_("Drop one file at a time. Nothing was changed."), "error"))
            return
        path = files[0]
        if _is_invitation(path) or (path.suffix.lower() == WORKSPACE and self._session is None):
            self.opened.emit(str(path))
        elif self._session is None:
            words = _("“{name}” is not a KPI Desk file. Open one first, and drop its numbers there.")
            self.said.emit(Notice(words.format(name=path.name), "error"))
        elif path.suffix.lower() == WORKSPACE or _is_answer(path):
            self.take_in(path)
        else:
            self.numbers.emit(path)

    def _show_sheet(self, path: Path) -> None:
        from ui.imports.drop_sheet import DropSheet

        self._hide_sheet()
        opens, told = self._session is None or _is_invitation(path), ""
        if opens or path.suffix.lower() == WORKSPACE:
            words = _("Drop to open “{name}”") if opens else _("Drop to merge “{name}”")
            icon = "folder-open" if opens else "git-merge"
        else:
            icon, words = "download", _("Drop to see the numbers")
            told = _("Nothing is saved before you have seen them.")
        self._sheet = DropSheet(self._theme, icon, words.format(name=path.name), told, self._window)
        self._sheet.show()

    def _hide_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None


def _is_invitation(path: Path) -> bool:
    """Tell whether a file invites to a team server, by its name."""
    return path.name.lower().endswith(INVITATION)


def _is_answer(path: Path) -> bool:
    """Tell whether a file is an answered sheet; that it can't be opened is found out where it is read."""
    from kpidesk.exchange.sheets import FileKind, what_is  # their readers are loaded when a file comes

    try:
        return what_is(path) is FileKind.REPLY
    except (OSError, UserError):
        return False


class _Open(QObject):
    """What the link of one notice does."""

    def __init__(self, merges: Merges, path: Path) -> None:
        super().__init__(merges)
        self._merges, self._path = merges, path

    def now(self) -> None:
        """Show the preview; the notice comes again where nothing came of it."""
        self._merges.take_up(self._path)


def dropped(data: QMimeData) -> list[Path]:
    """The files on this machine among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def fork_words(fork: ConflictCopy, session: Session) -> str:
    """What lies beside the file, and who stored it when."""
    if fork.service:
        found = _("{service} has made a conflict copy.").format(service=fork.service)
    else:
        found = _("There is another version of this file: “{name}”.").format(name=fork.path.name)
    who = fork.who.split()[0] if fork.who.split() else ""
    if not who or fork.when is None:
        return found
    when = fmt.moment_short(fork.when.astimezone(session.ws.now().tzinfo), session.today())
    stored = _("{who} saved it {when}.").format(who=who, when=when)
    return f"{found} {stored}"
