"""A fault of the program: what happened, what is safe, and the details to send to whoever mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kpidesk.text import _
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.scale import px

if TYPE_CHECKING:
    from ui.base.session import Notice


class FaultDialog(DialogFrame):
    """Stays until somebody goes on; what goes wrong meanwhile is added to the details."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__("KPI Desk", parent, wide=520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = self.body
        happened, safe = self.words()
        box.addWidget(page.heading(happened, wrap=True))
        box.addWidget(page.text(safe, "body2", wrap=True))
        told = _(
            "The details show where in the program it happened, and what it runs on. They contain nothing from "
            "your file."
        )
        box.addWidget(page.text(told, "body2", wrap=True))
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setFixedHeight(px(200))
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName(_("Details"))
        self.details.hide()
        box.addWidget(self.details)
        self.show_details = self.add_button(_("Show details"), self._show, aside=True)
        self.copy_details = self.add_button(_("Copy details"), self._copy, aside=True)
        self.go_on = self.add_button(_("Continue"), self.accept, primary=True)

    def words(self) -> tuple[str, str]:
        """What has happened, and what is safe."""
        safe = _("Everything saved before is safe. The file stays open, and what you were typing is still there.")
        return _("Something went wrong in the program."), safe

    def add(self, details: str) -> None:
        """Another fault while this one is shown; the same one is not told twice."""
        if details not in self.details.toPlainText():
            self.details.appendPlainText(f"\n{details}")

    def _show(self) -> None:
        self.details.show()
        self.show_details.setEnabled(False)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_details.setText(_("Copied"))


class CrashDialog(FaultDialog):
    """The same of a program that has gone down: told by the next one."""

    def words(self) -> tuple[str, str]:
        """What has happened, and what is safe."""
        safe = _("Everything saved before is safe. What was being typed at that moment may be gone.")
        return _("KPI Desk ended unexpectedly the last time."), safe


def crash_notice(trace: str, window: QWidget) -> Notice:
    """What is said at the start after the program has gone down, with a way to what is known of it."""

    from ui.base.session import Notice as Said  # it brings the store along, which is not there before the first paint

    def show() -> None:
        from ui.help import support  # few need it

        CrashDialog(f"{support.details()}\n\n{trace}", window).open()

    words = _("KPI Desk ended unexpectedly the last time. Everything saved before is safe.")
    return Said(words, action=_("What happened?"), callback=show)
