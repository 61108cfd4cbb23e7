"""What is found on the way: series of numbers, sentences, questions, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kpidesk.domain.period import Period
from kpidesk.exchange.sheets.book import Book, Sheet
from kpidesk.exchange.tables.cells.words import Capital, inside
from kpidesk.exchange.tables.understood import Answer, Guess, Known, LeftOut, Question, Said
from kpidesk.text import Message, msg

MOST_LETTERS = 36
"""A longer name is cut short inside a sentence."""


@dataclass(frozen=True)
class Given:
    """A sheet to be understood: what is known, what was said, and the lines of words above its table."""

    book: Book
    sheet: Sheet
    known: Known
    said: Said
    title: tuple[str, ...] = ()


@dataclass
class Series:
    """The numbers of one measure as they were found: for each period the values and the rows that they stand in."""

    key: str
    name: str
    points: dict[Period, list[tuple[float, int]]] = field(default_factory=dict)
    unit: str = ""
    column: int | None = None
    none: set[Period] = field(default_factory=set)
    """The periods of which the file says that there is no number to be told."""


def shortened(words: Message) -> Message:
    """A sentence in which no heading or name from the file is longer than a line has room for."""
    params = {name: _short(value) for name, value in words.params.items()}
    return Message(words.text, params, words.plural, words.n, words.code)


def _short(value: object) -> object:
    if isinstance(value, Message):
        return shortened(value)
    return f"{value[: MOST_LETTERS - 1].rstrip()}…" if isinstance(value, str) and len(value) > MOST_LETTERS else value


class Findings:
    """Collects what is to be said; knows what has been answered."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.guesses: list[Guess] = []
        self.questions: list[Question] = []
        self.left_out: list[LeftOut] = []
        self.marks: dict[int, Message] = {}
        self.totals: set[Period] = set()
        """The periods whose rows say that they are totals: ``Sum 2023``."""

    def ask(
        self,
        key: str,
        words: Message,
        answers: Sequence[Answer],
        lines: Iterable[int] = (),
        note: Message | None = None,
    ) -> str | None:
        """Ask what must be said, and give the answer that was."""
        given = self.said.answers.get(key)
        answered = given if given in {each.key for each in answers} else None
        self.questions.append(Question(key, words, tuple(answers), note, tuple(lines), answered))
        return answered

    def guess(self, key: str, words: Message, others: Sequence[Answer] = ()) -> None:
        """Say how something was read."""
        self.guesses.append(Guess(key, shortened(words), tuple(others)))

    def leave(self, out: LeftOut, sentence: Message | None = None) -> bool:
        """Leave something out, unless it was said that it is wanted; tells whether it is taken all the same."""
        if out.can_be_taken and out.key in self.said.take:
            words = msg("{what}: imported, as you chose.", what=Capital(out.what))
            self.guess(f"leave:{out.key}", words, [Answer("leave", msg("Leave out"))])
            return True
        self.left_out.append(out)
        if out.can_be_taken:
            words = sentence or msg("Not imported: {what} ({why}).", what=out.what, why=inside(out.why))
            self.guess(f"take:{out.key}", words, [Answer("take", msg("Include"))])
        return False

    def mark(self, places: Iterable[int], words: Message) -> None:
        """Say something beside rows, by their places in the sheet."""
        self.marks.update(dict.fromkeys(places, words))
