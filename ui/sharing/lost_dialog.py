"""What a colleague's restore took out: mine first, with one button that brings it back; the rest is in the history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands.whole import going_back
from kpidesk.commands.whole.taken_out import TakenOut, taken_out
from kpidesk.domain.wording import count_word
from kpidesk.errors import UserError
from kpidesk.text import _, ngettext
from kpidesk.wording.restored import first_name, taken_words
from kpidesk.wording.sharing import names_of
from kpidesk.wording.taken_out import going_words, lost_line
from kpidesk.workspace import Restored, Workspace
from ui.base.dialog_frame import DialogFrame
from ui.base.page import heading, line, text
from ui.base.session import Session
from ui.base.tasks import Aside

WIDE = 460
BESIDE = 24
"""A change told in more signs stands under what it was about."""
MOST = 12
"""So many of one's own changes are listed; the button brings back all of them."""


class LostDialog(DialogFrame):
    """What was taken out is looked up in the background; leaving it like this is what Enter means."""

    def __init__(self, session: Session, restored: Restored, parent: QWidget) -> None:
        who = first_name(restored)
        super().__init__(_("{who} has restored the file").format(who=who), parent, wide=WIDE, spacing=0)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._restored = session, restored
        self.mine: list[TakenOut] = []
        self.body.addWidget(heading(going_words(restored, session.ws.now()), wrap=True))
        self.body.addSpacing(4)
        taken, when = taken_words(restored, ""), restored.when.astimezone(session.ws.now().tzinfo)
        told = [
            _("{who} did this {when}.").format(
                who=restored.author or who, when=fmt.moment_short(when, session.today())
            ),
            f"{fmt.capital(taken)}." if taken else "",
            _("Nothing is lost: all of it is in History and can be brought back."),
        ]
        self.body.addWidget(text(" ".join(each for each in told if each), "body2", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.waiting = text(_("Checking what was removed …"), "quiet", wrap=True)
        self._rows.addWidget(self.waiting)
        self.body.addStretch()
        self.add_button(_("Go to History"), self._go_history, look="quiet", aside=True)
        self.back = self.add_button("", self._bring_back)
        self.back.hide()
        self.leave = self.add_button(_("Leave it as it is"), self.accept, primary=True)
        self._aside = Aside(session.ws, self)
        self._aside.finished.connect(self.show_lost)
        self._aside.failed.connect(self._on_failed)
        self.finished.connect(self._aside.stop)
        self._aside.start(self._look)

    def _look(self, reader: Workspace) -> list[TakenOut]:
        return taken_out(reader, self._restored.ref)

    def show_lost(self, found: Sequence[TakenOut]) -> None:
        """Show whose work is gone."""
        self.waiting.hide()
        me = self._session.ws.author
        self.mine = [each for each in found if me and each.author == me]
        others = [each for each in found if each not in self.mine]
        if self.mine:
            self._add_head(_("Yours"), len(self.mine))
            for each in self.mine[:MOST]:
                self._add_row(*lost_line(self._session.ws, each.cells))
            if len(self.mine) > MOST:
                self._add_row(_("and {n} more").format(n=len(self.mine) - MOST), "")
            self.back.setText(_back_words(len(self.mine)))
            self.back.setVisible(not self._session.ws.read_only)
        if others:
            self._add_head(_("Others’"), len(others))
            self._add_row(_others_words(others), "")
        if not found:
            self._rows.addWidget(
                text(_("Everything that was removed has been entered again since."), "quiet", wrap=True)
            )

    def _on_failed(self, error: object) -> None:
        words = str(error) if isinstance(error, UserError) else _("The history could not be read. Nothing was changed.")
        self.waiting.setText(words)

    def _add_head(self, words: str, count: int) -> None:
        self._rows.addSpacing(14)
        self._add_row(words, str(count), "medium")

    def _add_row(self, words: str, right: str, look: str = "") -> None:
        what = text(words, look, wrap=True)
        if len(right) > BESIDE:
            now = text(right, "small", wrap=True)
            what.setContentsMargins(0, 6, 0, 0)
            now.setContentsMargins(0, 2, 0, 6)
            self._rows.addWidget(what)
            self._rows.addWidget(now)
        else:
            row = QHBoxLayout()
            row.setContentsMargins(0, 6, 0, 6)
            row.addWidget(what, 1)
            row.addWidget(text(right, "small"), 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addLayout(row)
        self._rows.addWidget(line())

    def _go_history(self) -> None:
        self.accept()
        self._session.navigate.emit("history", None)

    def _bring_back(self) -> None:
        said = ngettext("Your change is back.", "Your {n} changes are back.", len(self.mine)).format(n=len(self.mine))
        if self._session.attempt(
            going_back.bring_back, self._restored.ref, self.mine, said=said, refuse=self.refuse
        ):  # fmt: skip
            self.accept()


def _back_words(count: int) -> str:
    small = str(count_word(count))
    return ngettext("Bring back mine", "Bring back my {count}", count).format(count=small[:1].lower() + small[1:])


def _others_words(others: Sequence[TakenOut]) -> str:
    names = names_of([each.author for each in others])
    if not names:
        return ngettext("{n} change", "{n} changes", len(others)).format(n=len(others))
    return ngettext("{n} change by {names}", "{n} changes by {names}", len(others)).format(n=len(others), names=names)
