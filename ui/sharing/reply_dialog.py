"""A reply sheet that came back: who has filled it in and what it would change, before anything is stored."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from kpidesk.commands import entry
from kpidesk.domain.period import Period
from kpidesk.exchange import reply_sheet
from kpidesk.exchange.reply_sheet import Reply
from kpidesk.text import _, ngettext
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.session import Session
from ui.sharing.reply_table import ReplyTable

WIDTH = 720


class ReplyDialog(DialogFrame):
    """Its numbers beside those that stand now, and the one way to take in those that are ticked."""

    def __init__(self, session: Session, reply: Reply, parent: QWidget | None = None) -> None:
        super().__init__(_("Import a reply form"), parent, wide=WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._reply = session, reply
        self.is_taken = reply_sheet.is_taken(session.ws, reply)
        self.body.addWidget(page.heading(self._title(), wrap=True))
        self.table = ReplyTable(session, reply, offered=not self.is_taken)
        self.summary = page.text(self._summary(), "body2", wrap=True)
        self.body.addWidget(self.summary)
        self.left_out = page.text(_left_out_words(len(reply.left_out)), "body", wrap=True)
        self.left_out.setVisible(bool(reply.left_out))
        self.body.addWidget(self.left_out)
        self.table.setVisible(self.table.rowCount() > 0)
        self.body.addWidget(self.table)
        if self.is_taken:
            self.add_button(_("Close"), self.reject, primary=True)
            return
        self.add_cancel()
        self.take = self.add_button("", self.store, primary=True)
        self.table.itemChanged.connect(self._count)
        self._count()

    def _title(self) -> str:
        if self.is_taken:
            return _("“{name}” has already been imported").format(name=self._reply.path.name)
        n = sum(edit.changed for edit in self._reply.edits)
        words = ngettext("{who} has changed {n} number", "{who} has changed {n} numbers", n)
        return words.format(who=self._reply.person, n=n)

    def _summary(self) -> str:
        if self.is_taken:
            return _("Its numbers are in the file, or have been changed there since. It has nothing more to give.")
        same = self._reply.unchanged
        told = [_("Nothing is saved before you import it.")]
        if same:
            words = ngettext("{n} line is as it was sent.", "{n} lines are as they were sent.", same)
            told.append(words.format(n=same))
        known = len(self._reply.known)
        if known:
            told.append(ngettext("{n} is in the file already.", "{n} are in the file already.", known).format(n=known))
        ahead = entry.said_of_ahead(self._session.ws, self._filled())
        if ahead is not None:
            told.append(str(ahead))
        if any(self.table.is_late(edit) for edit in self._reply.edits):
            told.append(_("Where somebody has changed the number meanwhile, you are asked to choose afterwards."))
        return " ".join(told)

    def _filled(self) -> list[Period]:
        return [edit.period for edit in self._reply.edits if edit.changed and edit.value is not None]

    def _count(self) -> None:
        """Say on the button how much is ticked."""
        chosen = self.table.chosen()
        n = sum(edit.changed for edit in chosen)
        words = ngettext("Import {n} number", "Import {n} numbers", n).format(n=n)
        self.take.setText(words if n or not chosen else _("Import the notes"))
        self.take.setEnabled(bool(chosen))

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the reasons take their lines once the columns have their width."""
        super().showEvent(event)
        self.table.resize_to_rows()

    def store(self) -> None:
        """Take in what is ticked as one change, signed by the one who wrote it."""
        reply = replace(self._reply, edits=self.table.chosen())
        said = partial(_taken_in, self._reply.person, len(self._reply.left_out))
        if self._session.attempt(reply_sheet.store, reply, said=said, refuse=self.refuse):
            self.accept()


def _left_out_words(n: int) -> str:
    words = ngettext(
        "{n} line can’t be read and is left out; the reason stands beside it.",
        "{n} lines can’t be read and are left out; the reason stands beside each.", n,
    )  # fmt: skip
    return words.format(n=n)


def _taken_in(who: str, left_out: int, count: int) -> str:
    words = ngettext("{n} number imported from {who}", "{n} numbers imported from {who}", count)
    told = words.format(n=count, who=who)
    if not left_out:
        return told
    # Translators: “5 numbers imported from Ola” comes first
    left = ngettext("{told}; {n} line left out", "{told}; {n} lines left out", left_out)
    return left.format(told=told, n=left_out)
