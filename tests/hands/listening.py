"""Hear what a screen reader is told as it happens: the announcements on the accessibility bus."""

from __future__ import annotations

from dataclasses import dataclass

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.hands.desktop import Desktop

EVENTS = "org.a11y.atspi.Event.Object"
REGISTRY = DBusAddress("/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry")
PATIENCE = 20
ASSERTIVE = 2
"""How AT-SPI numbers what is told before anything else is read."""


@dataclass(frozen=True)
class Heard:
    """One announcement."""

    words: str
    at_once: bool


class Ear:
    """Listens from when it is made until it is closed."""

    def __init__(self, desktop: Desktop) -> None:
        self._connection = open_dbus_connection(desktop.bus.address)
        rule = MatchRule(type="signal", interface=EVENTS, member="Announcement")
        self._ask(message_bus.AddMatch(rule))
        self._ask(new_method_call(REGISTRY, "RegisterEvent", "sass", ("object:announcement", [], "")))
        self._heard: list[Heard] = []

    def _ask(self, call: object) -> None:
        self._connection.send_and_get_reply(call, timeout=PATIENCE)

    def close(self) -> None:
        """Listen no more."""
        self._connection.close()

    def hear(self, words: str) -> Heard:
        """Wait for an announcement that holds some words; all before it are passed over."""
        passed: list[str] = []
        while True:
            heard = self._next(f"“{words}” was never heard, but {passed}")
            if words in heard.words:
                return heard
            passed.append(heard.words)

    def _next(self, what: str) -> Heard:
        try:
            while True:
                message = self._connection.receive(timeout=PATIENCE)
                if message.header.fields.get(3) == "Announcement":
                    _kind, detail, _none, (_signature, words), *_rest = message.body
                    return Heard(words, detail == ASSERTIVE)
        except TimeoutError:
            raise AssertionError(what) from None
