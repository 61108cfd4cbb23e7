"""From accounts that were read to what is to be stored: what somebody has chosen of what they offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kpidesk import library
from kpidesk.commands.intake.accounts import AccountsTaking, compare
from kpidesk.commands.intake.sources import Remembered
from kpidesk.domain.entities import Source
from kpidesk.domain.period import Period
from kpidesk.exchange.accounts.chart import Answers
from kpidesk.exchange.accounts.control import Finding, Weight
from kpidesk.exchange.accounts.head import read_head
from kpidesk.exchange.accounts.kpis import Aim, Offer
from kpidesk.exchange.accounts.questions import said
from kpidesk.exchange.accounts.reading import AccountsReading, read_accounts
from kpidesk.exchange.intake import file_names, recipe
from kpidesk.text import msg
from kpidesk.workspace import Reads

KIND = "saft"
"""What the sort of file is called where it is remembered."""


@dataclass(frozen=True)
class Chosen:
    """What somebody has chosen, by the id of a KPI; whatever is not chosen is as proposed.

    Without ``add`` only inputs that are there get numbers. ``suggested`` targets judge nothing until somebody
    confirms them.
    """

    follow: Mapping[str, bool] = field(default_factory=dict)
    aims: Mapping[str, Aim] = field(default_factory=dict)
    own: Mapping[str, float] = field(default_factory=dict)
    add: bool = True
    suggested: bool = False
    remember: bool = True

    def follows(self, offer: Offer) -> bool:
        """Tell whether a KPI is to be followed."""
        return self.follow.get(offer.kpi.id, offer.follow)

    def aim(self, offer: Offer) -> Aim:
        """What a KPI is to aim for."""
        return self.aims.get(offer.kpi.id, offer.proposed)


def taking(ws: Reads, reading: AccountsReading, offers: Sequence[Offer], chosen: Chosen) -> AccountsTaking:
    """What is to be stored: the numbers, the KPIs that have any, and the file as a source with the answers."""
    wanted = [
        offer.wanted(chosen.follows(offer), chosen.aim(offer), chosen.own.get(offer.kpi.id), chosen.suggested)
        for offer in offers
        if chosen.add and offer.known is None and offer.values
    ]
    source = _remembered(ws, reading) if chosen.remember else None
    return AccountsTaking(told_files(reading), reading.inputs, reading.openings, tuple(wanted), source)


def told_files(reading: AccountsReading) -> str:
    """The files in a few words: the name of one, or how many there are of whom."""
    if len(reading.files) == 1:
        return reading.files[0]
    return str(msg("{n} files of {company}", n=len(reading.files), company=reading.company))


def news(ws: Reads, path: Path) -> tuple[int, Period]:
    """How many numbers of a file would be written into inputs that are there, and the newest month that it has.

    Raises what reading accounts raises.
    """
    reading = read_accounts([path], answers_for(ws, orgnr_of(path)))
    return compare(ws, taking(ws, reading, (), Chosen(add=False))).taken, reading.months[-1]


def held_against(ws: Reads, reading: AccountsReading) -> AccountsReading:
    """The same accounts, first among the findings what is to be said of them beside the company's own file."""
    found = (_other_company(ws, reading), _other_currency(ws, reading))
    return replace(reading, findings=(*(each for each in found if each is not None), *reading.findings))


def _other_currency(ws: Reads, reading: AccountsReading) -> Finding | None:
    others = sorted(reading.currencies - {ws.company.currency})
    if not others:
        return None
    head = msg("The accounts are in {currency}.", currency=others[0])
    return Finding("currency", Weight.LOOK, head, msg("Nothing was converted."))


def _other_company(ws: Reads, reading: AccountsReading) -> Finding | None:
    others = [row for row in ws.all(Source) if row.file_kind == KIND]
    if not others or _source(ws, reading.orgnr) is not None:
        return None
    about = msg(
        "Before, they were those of {number}. The numbers of the months that both have are replaced.",
        number=others[0].fingerprint.removeprefix(f"{KIND} "),
    )
    head = msg("These are the accounts of another company ({number}).", number=reading.orgnr)
    return Finding("other_company", Weight.LOOK, head, about)


# ---- what is remembered --------------------------------------------------------------------------


def orgnr_of(path: Path) -> str:
    """The number of the company that a file is of; raises ``FileRefused`` for one that holds no accounts."""
    return read_head(path).header.orgnr


def answers_for(ws: Reads, orgnr: str) -> Answers:
    """What was said of the accounts of a company before."""
    source = _source(ws, orgnr)
    return {} if source is None else recipe.read(source.recipe).said.answers


def _source(ws: Reads, orgnr: str) -> Source | None:
    print_ = _fingerprint(orgnr)
    return next((row for row in ws.all(Source) if row.file_kind == KIND and row.fingerprint == print_), None)


def _fingerprint(orgnr: str) -> str:
    return f"{KIND} {orgnr}"


def _remembered(ws: Reads, reading: AccountsReading) -> Remembered:
    known, name = _source(ws, reading.orgnr), reading.files[-1]
    answers = dict(answers_for(ws, reading.orgnr)) | dict(reading.answers)
    for question in reading.questions:
        if question.counts:
            answers |= said(question, question.counts)
    names = {key: library.measured(key).name for key in reading.inputs}
    return Remembered(
        known.name if known is not None else str(msg("Accounts, {company}", company=reading.company)),
        KIND,
        file_names.pattern_of(name),
        _fingerprint(reading.orgnr),
        {"names": names, **({"said": {"answers": answers}} if answers else {})},
        known.uid if known is not None else None,
    )
