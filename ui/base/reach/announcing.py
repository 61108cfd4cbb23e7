"""What happens is told to whoever hears the screen, in words, when it happens.

It is called where the program says the same to the eye: the notices, the message after a change, a refusal beside its
field, the progress of what takes long, the number of answers of a search. What is said within one turn of the event
loop is told after it, each sentence once and what can't wait first; a sentence that is heard anyway, because the
keyboard has come to what is called so, is left out. Where nobody listens nothing is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STILL_MS = 600
"""What changes with each key is told when no key has come for so long."""
Politeness = QAccessible.AnnouncementPoliteness


def announce(words: str, *, at_once: bool = False) -> None:
    """Tell what has happened: after what is being read, or ``at_once`` where somebody has to know before going on."""
    if words and (announcer := _announcer()) is not None:
        announcer.say(words, at_once=at_once)


def announce_when_still(words: str) -> None:
    """Tell what changes while somebody types, once, when they have stopped; an empty text takes it back."""
    if (announcer := _announcer()) is not None:
        announcer.wait_to_say(words)


def as_sentences(parts: Iterable[str]) -> str:
    """Join what stands in several places, each as a sentence of its own; empty ones are left out."""
    return " ".join(part if part[-1] in ".?!…" else f"{part}." for part in parts if part)


def _announcer() -> _Announcer | None:
    """The one of the application; none where nobody listens."""
    app = QCoreApplication.instance()
    if app is None or not QAccessible.isActive():
        return None
    found = app.findChild(_Announcer)
    return found if isinstance(found, _Announcer) else _Announcer(app)


class _Announcer(QObject):
    """Holds what is said in one turn of the event loop, and what waits until nobody types."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._said: dict[str, bool] = {}
        self._focus: QWidget | None = None
        self._waits = ""
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._tell)
        self._still = QTimer(self, interval=STILL_MS, singleShot=True)
        self._still.timeout.connect(self._tell_waiting)

    def say(self, words: str, *, at_once: bool) -> None:
        """Tell it after this turn."""
        if not self._said:
            self._focus = QApplication.focusWidget()
        self._said[words] = at_once or self._said.get(words, False)
        self._turn.start()

    def wait_to_say(self, words: str) -> None:
        """Tell it when nothing else has been said so for a while."""
        self._waits = words
        self._still.start() if words else self._still.stop()

    def _tell_waiting(self) -> None:
        self.say(self._waits, at_once=False)

    def _tell(self) -> None:
        said, self._said = self._said, {}
        focus = QApplication.focusWidget()
        came = focus if focus is not self._focus else None
        self._focus = None
        teller = focus or QApplication.activeWindow() or next(_windows(), None)
        for words in sorted(said, key=lambda each: not said[each]):
            if teller is not None and not (came is not None and _is_called(came, words)):
                tell(teller, words, Politeness.Assertive if said[words] else Politeness.Polite)


def tell(teller: QWidget, words: str, politeness: Politeness) -> None:
    """Have it spoken, as an event of a widget."""
    event = QAccessibleAnnouncementEvent(teller, words)
    event.setPoliteness(politeness)
    QAccessible.updateAccessibility(event)


def _windows() -> Iterator[QWidget]:
    return iter([each for each in QApplication.topLevelWidgets() if each.isVisible()])


def _is_called(widget: QWidget, words: str) -> bool:
    """Tell whether a widget says so itself when the keyboard comes to it."""
    known = QAccessible.queryAccessibleInterface(widget)
    if known is None:
        return False
    return any(words in known.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description))
