"""Whatever the mouse does has a key: each class that listens to the mouse is named here with what does the same."""

from __future__ import annotations

import ast
from pathlib import Path

import ui
from kpidesk.manual.gestures import PLACES
from tests.architecture.sources import nodes
from ui.base import actions

ROOM = Path(ui.__file__).parent
LISTENS = frozenset(
    (
        "mousePressEvent",
        "mouseReleaseEvent",
        "mouseMoveEvent",
        "mouseDoubleClickEvent",
        "wheelEvent",
        "contextMenuEvent",
        "dragEnterEvent",
        "dropEvent",
        "enterEvent",
        "mouseDragEvent",
        "mouseClickEvent",
        "hoverEvent",
    )
)
SAME = {
    "Chart": "chart.earlier chart.later chart.first chart.newest chart.closer chart.wider chart.note",
    "EntryView": "entry.fold earlier later entry.note given:Shift+F10",
    "EntriesView": "numbers.correct given:Shift+F10",
    "KpiView": "kpis.open sort_kpis move_border given:Shift+F10",
    "GoalView": "goals.move_up goals.move_down goals.indent goals.outdent goals.tick move_border given:Menu",
    "ChangeView": "history.open given:Shift+F10 undo",
    "ConcernRow": "given:Enter",
    "WhatRow": "given:Space",
    "KpiRadio": "given:Space",
    "AnswerRow": "given:Space",
    "SourceRow": "sources.next sources.previous",
    "Row": "given:Enter",
    "Grip": "move_border",
    "ConfidencePicker": "given:1",
    "RoundConfidence": "given:1",
    "SaidLine": "given:Shift+Tab",
    "ContentsList": "given:Down",
    "AllSlides": "given:Enter",
    "SlideView": "slides.on slides.back",
    "PaperChoices": "given:Space",
    "NoticePile": "next_pane given:Esc",
}
"""A gesture of the manual as ``place.name``, a command of the menus by its name, or a key that Qt itself acts on."""
NOTHING_DONE = {
    "Onward": "the second click of two does nothing",
    "_Shield": "keeps clicks away",
    "StillCombo": "the wheel scrolls the page",
    "StillSpin": "the wheel scrolls the page",
    "GradeBox": "the wheel scrolls the page",
    "PeriodBox": "the wheel scrolls the page",
    "ChapterPage": "the wheel loses the aim, as every scrolling does",
    "Reading": "the wheel scrolls the page",
}
"""Who listens only to do nothing, and why."""


def listeners() -> set[str]:
    """The classes of the window that listen to the mouse."""
    return {
        each.name
        for path in ROOM.rglob("*.py")
        for each in nodes(path)
        if isinstance(each, ast.ClassDef)
        and any(isinstance(part, ast.FunctionDef) and part.name in LISTENS for part in each.body)
    }


def test_whatever_listens_to_the_mouse_has_keys_that_do_the_same() -> None:
    assert listeners() == set(SAME) | set(NOTHING_DONE)


def test_the_keys_that_do_the_same_are_there() -> None:
    gestures = {f"{place}.{each.name}" for place, told in PLACES.items() for each in told.gestures}
    given = {f"given:{keys}" for told in PLACES.values() for each in told.gestures if each.given for keys in each.keys}
    commands = {command.name for _title, menu in actions.menus() for command in menu}
    named = {way for ways in SAME.values() for way in ways.split()}
    assert named - gestures - given - commands == set()
