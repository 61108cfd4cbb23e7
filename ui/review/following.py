"""The preview follows what is being worked on: each row and each step says where on paper it stands."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

ON_PAPER = "on_paper"
STEPS = (
    ("objectives", "summary"),
    ("retrospective/reflections", "retrospective", "summary"),
    ("retrospective/decisions", "retrospective", "summary"),
    ("retrospective/next", "retrospective", "summary"),
)
"""Where each step stands on paper: the first of these places that there is."""


def show_on_paper(widget: QWidget, *places: str) -> None:
    """While the keyboard is in ``widget`` the preview shows the first of these places that the paper has."""
    widget.setProperty(ON_PAPER, list(places))


def places_of(widget: QWidget | None, within: QWidget) -> tuple[str, ...]:
    """Where the row around a widget stands on paper; nothing for one that says nothing of it."""
    while widget is not None and widget is not within:
        found = widget.property(ON_PAPER)
        if found:
            return tuple(str(each) for each in found)
        widget = widget.parentWidget()
    return ()
