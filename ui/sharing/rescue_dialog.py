"""A file that can't be opened, and what this machine has to make it anew from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kpidesk import format as fmt
from kpidesk.clock import Clock
from kpidesk.text import _
from kpidesk.workspace import Lifeline, Rescued
from ui.base import page
from ui.base.dialog_frame import DialogFrame


class RescueDialog(DialogFrame):
    """``wanted`` names the file that is to be made anew."""

    wanted = Signal(str)

    def __init__(self, path: Path, reason: str, found: Lifeline, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(_("The file can’t be opened"), parent, wide=480)
        self._path = path
        box = self.body
        box.addWidget(page.heading(_("Rebuild “{name}”?").format(name=path.name), wrap=True))
        box.addWidget(page.text(reason, "body2", wrap=True))
        box.addWidget(page.text(source_words(found, clock), "body2", wrap=True))
        kept = _("The damaged file is kept beside it under another name. Nothing is deleted.")
        box.addWidget(page.text(kept, "body2", wrap=True))
        self.cancel = self.add_cancel()
        self.rescue = self.add_button(_("Rebuild"), self._rescue, primary=True)

    def _rescue(self) -> None:
        self.accept()
        self.wanted.emit(str(self._path))


def source_words(found: Lifeline, clock: Clock) -> str:
    """What there is to make it from."""
    if found.backup is None:
        return _("This machine has its own working copy of the file, with everything saved here.")
    now = clock()
    when = fmt.moment_short(found.backup.when.astimezone(now.tzinfo), now.date())
    words = _("This machine has its own working copy with everything saved here, and a backup from {when}.")
    return words.format(when=when)


def found_words(told: Rescued, clock: Clock) -> str:
    """What was found, and where the damaged file is."""
    now = clock()
    if told.working:
        words = _("The file was rebuilt from the working copy on this machine.")
    else:
        words = _("The working copy was damaged too, so the file was rebuilt from the newest backup.")
    if told.newest is not None:
        when = fmt.moment_short(told.newest.astimezone(now.tzinfo), now.date())
        words = f"{words} " + _("Everything saved up to {when} is there.").format(when=when)
    if told.aside is not None:
        words = f"{words} " + _("The damaged file is kept as “{name}”.").format(name=told.aside.name)
    return words
