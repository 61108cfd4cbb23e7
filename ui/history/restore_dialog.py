"""Going back to a backup or a moment: what would change, before anything does."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from kpidesk import format as fmt
from kpidesk.commands.whole import going_back
from kpidesk.errors import UserError
from kpidesk.text import _, ngettext
from kpidesk.wording.restores import restore_lines
from kpidesk.workspace import Backup, RestorePreview, Workspace
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.reach.cells import name_rows
from ui.base.scale import px
from ui.base.session import Session
from ui.base.tasks import Aside
from ui.base.waiting import Patient, whole_or_not
from ui.history.backup_words import at_words, what_happens
from ui.parts import preview_table

MOST_ROWS = 9
SHOWN = 300
"""So many changes are listed; the sentence above counts them all."""


class RestoreDialog(DialogFrame):
    """``restored`` when it is done. What it would change is worked out in the background if it is not known yet."""

    restored = Signal()

    def __init__(
        self,
        session: Session,
        when: Backup | dt.datetime,
        preview: RestorePreview | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Restore"), parent, wide=600)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._when = session, when
        self._preview: RestorePreview | None = None
        moment = when.when if isinstance(when, Backup) else when
        self._at = at_words(session, moment)
        box = self.body
        box.addWidget(page.heading(_("Restore the file as it was {when}?").format(when=self._at), wrap=True))
        self.summary = page.text(_("Checking what would change …"), "body2", wrap=True)
        box.addWidget(self.summary)
        self.table = self._make_table()
        box.addWidget(self.table)
        self.more = page.text("", "quiet", wrap=True)
        self.more.hide()
        box.addWidget(self.more)
        self.add_cancel()
        self.restore = self.add_button(_("Restore"), self._restore, primary=True)
        self.restore.setEnabled(False)
        self._aside = Aside(session.ws, self)
        self._aside.finished.connect(self.show_preview)
        self._aside.failed.connect(self._on_failed)
        self.finished.connect(self._aside.stop)
        if preview is not None:
            self.show_preview(preview)
        else:
            self._aside.start(self._look)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        preview_table.set_up(table, (_("What"), _("Now"), _("After")), (0,), {1: 140, 2: 140})
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def _look(self, reader: Workspace) -> RestorePreview:
        return reader.time.preview(self._when)

    def show_preview(self, preview: RestorePreview) -> None:
        """Show what would change."""
        self._preview = preview
        self.summary.setText(" ".join([*_summary(preview), what_happens(preview.later)]))
        lines = restore_lines(self._session.ws, preview.changes[:SHOWN])
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, words in enumerate((line.words, line.before, line.after)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if column == 1:
                    item.setForeground(self._session.theme.color("text2"))
                self.table.setItem(row, column, item)
        name_rows(self.table)
        self.table.setFixedHeight(px(preview_table.ROW) * min(MOST_ROWS, len(lines) + 1) + 2)
        self.table.setVisible(bool(lines))
        rest = len(preview.changes) - SHOWN
        self.more.setText(_("and {n} more").format(n=fmt.number(rest)) if rest > 0 else "")
        self.more.setVisible(rest > 0)
        self.restore.setEnabled(bool(preview.changes or preview.lost_here))
        self.restore.setFocus()

    def _on_failed(self, error: object) -> None:
        words = str(error) if isinstance(error, UserError) else _("The backup could not be read. Nothing was changed.")
        self.summary.setText(words)
        self.table.hide()

    def _restore(self) -> None:
        waiting = Patient(self, _("Restore"), _("Bringing the file back."), reassurance=whole_or_not())
        done = self._session.perform_beside(
            waiting.wait, going_back.restore, self._when, preview=self._preview,
            said=_("The file is as it was {when}").format(when=self._at),
        )  # fmt: skip
        if done is None:
            self.reject()
            return
        self.accept()
        self.restored.emit()


def _summary(preview: RestorePreview) -> list[str]:
    """How much changes, counted."""
    if not preview.changes:
        return [_("Nothing has changed since: the file is as it was.")]
    lives = Counter(change.after for change in preview.changes if change.field == "life")
    measured = sum(change.period is not None for change in preview.changes)
    fields = len(preview.changes) - sum(lives.values()) - measured
    parts = [
        ngettext("{n} number changes", "{n} numbers change", measured).format(n=fmt.number(measured))
        if measured
        else "",
        ngettext("{n} detail changes", "{n} details change", fields).format(n=fmt.number(fields)) if fields else "",
        ngettext("{n} item removed", "{n} items removed", lives[False]).format(n=lives[False]) if lives[False] else "",
        ngettext("{n} item restored", "{n} items restored", lives[True]).format(n=lives[True]) if lives[True] else "",
    ]
    told = ", ".join(part for part in parts if part)
    found = [f"{fmt.capital(told)}."]
    if preview.kept:
        kept = ngettext(
            "{n} item kept, because somebody has worked on it.",
            "{n} items kept, because somebody has worked on them.",
            preview.kept,
        )
        found.append(kept.format(n=preview.kept))
    if preview.lost_here:
        lost = ngettext(
            "{n} change that only the backup holds is merged first.",
            "{n} changes that only the backup holds are merged first.",
            preview.lost_here,
        )
        found.append(lost.format(n=preview.lost_here))
    return found
