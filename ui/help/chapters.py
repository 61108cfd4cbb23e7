"""The chapters of the help: what they say, and which one fits what is in view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject

from kpidesk.text import _
from ui.base.page import HELP

PLACES = {
    "overview": "hour", "goals": "okr", "kpis": "kpi", "kpi": "kpi", "entry": "round", "round": "round",
    "review": "review", "history": "sharing", "merge": "sharing", "import": "hour", "sources": "hour",
}  # fmt: skip
"""The chapter that fits a place of the window."""


class Picture(Enum):
    """What is drawn between two paragraphs."""

    SPARK = "spark"
    CIRCLE = "circle"
    GOAL = "goal"


@dataclass(frozen=True)
class Lines:
    """Names with a sentence each; ``ticked`` where each is a question that a good goal passes."""

    lines: tuple[tuple[str, str], ...]
    ticked: bool = False


Block = str | Picture | Lines
"""A paragraph, a picture or a list."""


@dataclass(frozen=True)
class Deed:
    """What a chapter leads to: the sentence, what the button says, and the command of the window that it calls."""

    words: str
    button: str
    command: str


@dataclass(frozen=True)
class Chapter:
    """One chapter by its key."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    deed: Deed | None = None

    def texts(self) -> Iterator[str]:
        """Everything that it says."""
        yield self.title
        for block in self.blocks:
            if isinstance(block, str):
                yield block
            elif isinstance(block, Lines):
                for name, words in block.lines:
                    yield f"{name} {words}"
        if self.deed is not None:
            yield self.deed.words


@dataclass(frozen=True)
class Part:
    """Chapters under one heading."""

    title: str
    chapters: tuple[Chapter, ...]


def parts() -> tuple[Part, ...]:
    """The whole help, in the language in force."""
    from ui.help.introduction import introduction
    from ui.help.using import using

    return Part(_("What is this?"), introduction()), Part(_("Using the program"), using())


def chapter_for(place: str, focus: QObject | None) -> str:
    """The key of the chapter about what has the keyboard, or else about the place in view."""
    while focus is not None:
        about = focus.property(HELP)
        if isinstance(about, str):
            return about
        focus = focus.parent()
    return PLACES.get(place, "kpi")


def saying(chapter: Chapter, wanted: str) -> bool:
    """Tell whether a chapter says every word of what is searched for, wherever it stands."""
    said = "\n".join(chapter.texts()).casefold()
    return all(word in said for word in wanted.casefold().split())
