"""Notices of which each is about one thing: what is said of it anew stands in the place of what was said before."""

from __future__ import annotations

from PySide6.QtCore import SignalInstance

from ui.base.session import Notice


class Spoken:
    """Says by ``said`` what was not said yet, and takes back by ``unsaid`` what no longer holds."""

    def __init__(self, said: SignalInstance, unsaid: SignalInstance) -> None:
        self._say, self._unsay = said, unsaid
        self._said: dict[str, str] = {}

    def say(self, about: str, notice: Notice | None) -> None:
        """Say something instead of what was said about the same; what was said already is not repeated."""
        before = self._said.pop(about, None)
        if notice is not None:
            self._said[about] = notice.text
        if before is not None and (notice is None or before != notice.text):
            self._unsay.emit(before)
        if notice is not None and before != notice.text:
            self._say.emit(notice)

    def forget(self, about: str = "") -> None:
        """Say something again the next time, or everything."""
        if about:
            self._said.pop(about, None)
        else:
            self._said.clear()
