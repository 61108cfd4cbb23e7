"""Everything that the accounts of a company give: figures for inputs of the library, questions, and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpidesk import library
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput
from kpidesk.exchange.accounts.amounts import kroner
from kpidesk.exchange.accounts.books import Books, Progress, read_books, silent
from kpidesk.exchange.accounts.chart import Answers
from kpidesk.exchange.accounts.control import Finding, findings
from kpidesk.exchange.accounts.figures import COUNTS, Figures, figures_of
from kpidesk.exchange.accounts.questions import AccountQuestion, questions
from kpidesk.exchange.accounts.vouchers import LeftOut
from kpidesk.text import msg


@dataclass(frozen=True)
class AccountsReading:
    """What was read: of whom, for which months, and all that it gives.

    ``figures`` are exact amounts by the names of the shipped rules. ``inputs`` are numbers by the id of a library input
    and month, ``openings`` the balance of such an input before its first month. ``answers`` are those that count.
    """

    files: tuple[str, ...]
    company: str
    orgnr: str
    software: str
    currencies: frozenset[str]
    months: tuple[Period, ...]
    lines: int
    vouchers: int
    figures: Figures
    inputs: Mapping[str, Mapping[Period, float]]
    openings: Mapping[str, tuple[Period, float]]
    questions: tuple[AccountQuestion, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    left_count: int
    answers: Answers

    @property
    def open_questions(self) -> tuple[AccountQuestion, ...]:
        """Those that nothing answers, not even a number; their accounts are held outside until somebody does."""
        return tuple(question for question in self.questions if not question.counts)


def read_accounts(
    paths: Sequence[Path], answers: Answers | None = None, progress: Progress = silent
) -> AccountsReading:
    """Read the accounts of one company from one file, or from several that belong together.

    ``answers`` are what was said of accounts before. Raises ``FileRefused`` and ``BadInput``; whoever wants to stop
    raises in ``progress``, which is told bytes read and bytes in all.
    """
    said = dict(answers or {})
    books = read_books(paths, said, progress)
    figures = figures_of(books.ledger)
    months = tuple(period for stretch in books.ledger.stretches for period in stretch.months)
    if not months:
        raise BadInput(
            msg(
                "“{name}” holds no whole month with vouchers. Export a year, or at least a month, from the accounting"
                " program. Nothing was changed.",
                name=books.heads[0].path.name,
            )
        )
    return _reading(books, figures, months, said)


def _reading(books: Books, figures: Figures, months: tuple[Period, ...], said: Answers) -> AccountsReading:
    header = books.heads[-1].header
    fed = {about.id: about.figure for about in library.inputs() if about.figure}
    return AccountsReading(
        tuple(head.path.name for head in books.heads), header.company, header.orgnr, header.software,
        frozenset(head.header.currency for head in books.heads) - {""}, months,
        sum(tally.lines for tally in books.tallies), sum(tally.vouchers.total() for tally in books.tallies), figures,
        {key: _numbers(name, figures) for key, name in fed.items()},
        {key: found for key, name in fed.items() if (found := _opening(name, figures, months)) is not None},
        questions(books, figures, said), findings(books, figures),
        tuple(row for tally in books.tallies for row in tally.left),
        sum(tally.left_count for tally in books.tallies), said,
    )  # fmt: skip


def _numbers(name: str, figures: Figures) -> dict[Period, float]:
    """A figure in kroner, or as a count."""
    counts = name in COUNTS
    return {period: float(value) if counts else kroner(value) for period, value in figures.months[name].items()}


def _opening(name: str, figures: Figures, months: Sequence[Period]) -> tuple[Period, float] | None:
    before = months[0].previous()
    found = figures.openings.get(name, {}).get(before)
    return None if found is None else (before, kroner(found))
