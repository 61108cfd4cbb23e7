"""Somebody without a mouse: where the keyboard is, as a screen reader tells it, and how to get it elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hands.program import Program
    from tests.hands.reading import Widget

MOST_TABS = 60
"""No page has so many stops."""
Name = str | Callable[[str], bool]


def focused(tree: Widget) -> Widget | None:
    """What has the keyboard: the innermost that says so."""
    return next((each for each in reversed(list(tree.walk())) if each.has_keyboard and each.role != "frame"), None)


class ByKeys:
    """Presses keys, and knows of the window only what has the keyboard: its role and its name."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def focus_is(self, role: str, name: Name = "") -> Widget:
        """Wait until the keyboard is on something of a role, whose name begins so or passes a test."""
        return self.program.until(lambda tree: self._at(tree, role, name), f"the keyboard on {role} {name}")

    def tab_to(self, role: str, name: Name = "", keys: str = "Tab") -> Widget:
        """Press Tab until the keyboard is there; fails on a trap, and where it never comes by."""
        passed: list[str] = []
        for _stop in range(MOST_TABS):
            self.program.settle()
            tree = self.program.tree()
            found, here = self._at(tree, role, name), focused(tree)
            if found is not None:
                return found
            passed.append("nothing" if here is None else f"{here.role} {here.name!r}")
            self.program.key(keys)
        raise AssertionError(f"{keys} never leads to {role} {name}: {passed}")

    def here(self) -> str:
        """What has the keyboard, once the window is quiet."""
        self.program.settle()
        found = focused(self.program.tree())
        return "" if found is None else f"{found.role}: {found.name}"

    def press(self, *keys: str) -> None:
        """Press keys one after another, each once the one before is taken in."""
        for each in keys:
            self.program.key(each)

    def write(self, words: str, *keys: str) -> None:
        """Type words, and press keys."""
        self.program.type(words)
        self.press(*keys)

    @staticmethod
    def _at(tree: Widget, role: str, name: Name) -> Widget | None:
        here = focused(tree)
        if here is None or here.role != role:
            return None
        fits = name(here.name) if callable(name) else here.name.startswith(name)
        return here if fits else None
