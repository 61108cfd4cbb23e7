"""Esc throws away nothing that somebody has written: a dialog that is typed in asks first, or is named with why."""

from __future__ import annotations

import ast
from pathlib import Path

import ui
from tests.architecture.sources import nodes

ROOM = Path(ui.__file__).parent
FIELDS = {"QLineEdit", "QPlainTextEdit", "QTextEdit"}
NOTHING_LOST = {
    "LibraryDialog": "a search",
    "MomentDialog": "a day and a time",
    "FaultDialog": "what is shown to be copied",
    "ExportDialog": "a place for the file, proposed",
    "StandingDialog": "a password or a user name of a server, as it is known elsewhere",
    "Form": "it is the one that asks",
}


def asked_in_silence() -> set[str]:
    """The dialogs with a field that close without asking."""
    return {
        each.name
        for path in ROOM.rglob("*.py")
        for each in nodes(path)
        if isinstance(each, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "DialogFrame" for base in each.bases)
        and FIELDS & {part.id for part in ast.walk(each) if isinstance(part, ast.Name)}
    }


def test_a_dialog_that_is_typed_in_asks_before_it_throws_words_away() -> None:
    assert asked_in_silence() == set(NOTHING_LOST)
