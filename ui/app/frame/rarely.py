"""What a window can do that few starts ask for: made, with all that belongs to it, when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ui.base.memory import Memory
    from ui.imports.export.exporting import Exporting
    from ui.sharing.file_care import FileCare
    from ui.sharing.files import Files
    from ui.sharing.sending import Sending


class Rarely(QObject):
    """Works for one window. ``said`` are notices of any of them, ``over`` tells that the file begins anew."""

    said = Signal(object)
    over = Signal()

    def __init__(self, files: Files, memory: Memory, window: QWidget) -> None:
        super().__init__(window)
        self._files, self._memory, self._window = files, memory, window

    @cached_property
    def care(self) -> FileCare:
        """What is done with the file as a whole."""
        from ui.sharing.file_care import FileCare

        made = FileCare(self._files, self._memory, self._window)
        made.said.connect(self.said)
        made.over.connect(self.over)
        return made

    @cached_property
    def sending(self) -> Sending:
        """Copies for others, and what comes back."""
        from ui.sharing.sending import Sending

        made = Sending(self._files, self._window)
        made.said.connect(self.said)
        return made

    def commands(self) -> dict[str, Callable[[], object]]:
        """What can be done with a file that is open: what does it is not made for the asking alone."""
        return {"send_copy": lambda: self.sending.send(), "read_reply": lambda: self.sending.choose_reply()}

    def changing(self) -> dict[str, Callable[[], object]]:
        """What changes the file as a whole, likewise."""
        found: dict[str, Callable[[], object]] = {
            "save_as": self._files.ask_for_new_file,
            "rename_file": lambda: self.care.ask_name(),
            "delete_file": lambda: self.care.ask_delete(),
        }
        session = self._files.session
        if session is not None and not session.ws.read_only:
            found |= {
                "clear_numbers": lambda: self.care.ask_clear(),
                "start_over": lambda: self.care.ask_start_over(),
            }
        return found

    @cached_property
    def exporting(self) -> Exporting:
        """What goes out as tables."""
        from ui.imports.export.exporting import Exporting

        made = Exporting(self._window)
        made.said.connect(self.said)
        return made
