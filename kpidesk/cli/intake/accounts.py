"""Reading accounts from SAF-T files: what they give, what is wrong in them, and what was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kpidesk import format as fmt
from kpidesk import library
from kpidesk.cli.codes import LEFT_OUT, said
from kpidesk.cli.opening import Outcome
from kpidesk.cli.streams import TEMPORARY
from kpidesk.commands.intake import accounts
from kpidesk.commands.intake.accounts import AccountsTaking, Comparison
from kpidesk.commands.intake.taking import Taken
from kpidesk.errors import BadInput
from kpidesk.exchange.accounts.chart import OUT, Answers
from kpidesk.exchange.accounts.choosing import Chosen, answers_for, held_against, orgnr_of, taking
from kpidesk.exchange.accounts.control import Weight
from kpidesk.exchange.accounts.kpis import Offer, offers
from kpidesk.exchange.accounts.questions import OF_ANY, AccountQuestion, group_of
from kpidesk.exchange.accounts.reading import AccountsReading, read_accounts
from kpidesk.text import _, msg, ngettext
from kpidesk.workspace import Workspace

SHOWN = 20
"""So many findings and lines are listed; ``--json`` has all of them."""
KINDS = (*OF_ANY, "vat", "financial", OUT)


@dataclass(frozen=True)
class Wish:
    """What is wanted of accounts: ``add`` the KPIs that they give, ``answers`` say ``ID=KIND`` of unknown ones."""

    add: bool = False
    answers: Sequence[str] = ()
    dry_run: bool = False


def import_accounts(ws: Workspace, paths: Sequence[Path], wish: Wish) -> Outcome:
    """Take the accounts of a company, from one file or from several parts; with ``dry_run`` only tell what would be."""
    answers = {**answers_for(ws, orgnr_of(paths[0])), **_said(wish.answers)}
    reading = _named(held_against(ws, read_accounts(paths, answers)))
    offered = offers(ws, reading)
    plan = taking(ws, reading, offered, Chosen(add=wish.add, suggested=True))
    comparison = accounts.compare(ws, plan)
    if not wish.add and comparison == Comparison():
        raise BadInput(
            msg(
                "No input of this file gets numbers from accounts. Add the KPIs that they give with --add-kpis. Nothing"
                " was changed."
            )
        )
    taken = None if wish.dry_run else accounts.take(ws, plan)
    code = LEFT_OUT if reading.left_count or reading.open_questions else 0
    words = "\n".join(_words(reading, plan, comparison, taken))
    return Outcome(words, _data(reading, offered, plan, comparison, taken), code)


def _named(reading: AccountsReading) -> AccountsReading:
    """What has come through a pipe is called that, in the history too."""
    names = (_("standard input") if name.endswith(TEMPORARY) else name for name in reading.files)
    return replace(reading, files=tuple(names))


def _said(answers: Sequence[str]) -> Answers:
    found = {}
    for words in answers:
        id, equals, kind = (part.strip() for part in words.partition("="))  # noqa: A001 - as the format calls it
        if not equals or not id or kind not in KINDS:
            kinds = ", ".join(KINDS)
            raise BadInput(
                msg("“{words}” should be written ACCOUNT=KIND, with one of these: {kinds}. Nothing was changed.",
                    words=words, kinds=kinds)
            )  # fmt: skip
        found[id] = OUT if kind == OUT else f"{group_of(id, kind)}"
    return found


# ---- for people ----------------------------------------------------------------------------------


def _words(reading: AccountsReading, plan: AccountsTaking, comparison: Comparison, taken: Taken | None) -> list[str]:
    first, last = reading.months[0], reading.months[-1]
    months = fmt.period_name(first) if first == last else f"{fmt.period_name(first)}–{fmt.period_name(last)}"
    lines = ngettext("{n} line", "{n} lines", reading.lines).format(n=fmt.number(reading.lines))
    told = [f"{reading.company} ({reading.orgnr}) · {months} · {lines}"]
    told += [_question_words(question) for question in reading.questions]
    told += [f"{_mark(finding.weight)} {finding}" for finding in reading.findings[:SHOWN]]
    rest = len(reading.findings) - SHOWN
    if rest > 0:
        told.append(ngettext("  and {n} more", "  and {n} more", rest).format(n=rest))
    told += [_("  line {line}: {reason}").format(line=row.line, reason=row.why) for row in reading.left_out[:SHOWN]]
    told += _kpi_words(plan)
    told.append(
        _("{new} new, {changed} changed, {same} as before.").format(
            new=comparison.new, changed=comparison.changed, same=comparison.same
        )
    )
    told.append(_end(taken))
    return told


def _end(taken: Taken | None) -> str:
    if taken is None:
        return _("Nothing was written.")
    if not taken.written and not taken.made:
        return _("Nothing was changed.")
    return ngettext("{count} number saved.", "{count} numbers saved.", taken.written).format(count=taken.written)


def _mark(weight: Weight) -> str:
    return {Weight.RIGHT: "✓", Weight.LOOK: "!", Weight.KNOW: "·"}[weight]


def _question_words(question: AccountQuestion) -> str:
    accounts_ = fmt.listed(question.accounts)
    if not question.counts:
        return _("{question} {note} It is left out until you answer: --answer {account}=sales ({kinds}).").format(
            question=question.words, note=question.note, account=question.accounts[0], kinds=", ".join(KINDS)
        )
    counts = next(choice.words for choice in question.choices if choice.key == question.counts)
    return _("Account {accounts}: “{kind}”. {note}").format(accounts=accounts_, kind=counts, note=question.note)


def _kpi_words(plan: AccountsTaking) -> list[str]:
    told = []
    for words, wanted in (
        (_("Followed: {names}."), [each for each in plan.kpis if each.followed]),
        (_("Parked: {names}."), [each for each in plan.kpis if not each.followed]),
    ):
        if wanted:
            names = fmt.listed([library.kpi(each.id).name for each in wanted], len(wanted))
            told.append(words.format(names=names))
    return told


# ---- for programs --------------------------------------------------------------------------------


def _data(
    reading: AccountsReading,
    offered: Sequence[Offer],
    plan: AccountsTaking,
    comparison: Comparison,
    taken: Taken | None,
) -> dict[str, Any]:
    return {
        "kind": "accounts",
        "files": list(reading.files),
        "company": reading.company,
        "orgnr": reading.orgnr,
        "software": reading.software,
        "months": [period.key() for period in reading.months],
        "lines": reading.lines,
        "vouchers": reading.vouchers,
        "values": {key: {p.key(): value for p, value in numbers.items()} for key, numbers in reading.inputs.items()},
        "openings": {key: {period.key(): value} for key, (period, value) in reading.openings.items()},
        "kpis": [_kpi_data(offer, plan) for offer in offered],
        "questions": [_question_data(question) for question in reading.questions],
        "findings": [
            {
                "code": each.code, "weight": each.weight.value, "head_text": str(each.head),
                "about_text": str(each.about), "where_text": None if each.where is None else str(each.where),
            }
            for each in reading.findings
        ],
        "rows_skipped": reading.left_count,
        "skipped": [{"line": row.line, **said("reason", row.why)} for row in reading.left_out],
        "new": comparison.new,
        "replaced": comparison.changed,
        "same": comparison.same,
        "written": bool(taken and (taken.written or taken.made)),
        "changed": taken.written if taken else 0,
    }  # fmt: skip


def _kpi_data(offer: Offer, plan: AccountsTaking) -> dict[str, Any]:
    wanted = next((each for each in plan.kpis if each.id == offer.kpi.id), None)
    return {
        "id": offer.kpi.id,
        "name": offer.kpi.name,
        "known": offer.known is not None,
        "added": wanted is not None,
        "followed": wanted is not None and wanted.followed,
        "values": {period.key(): value for period, value in offer.values},
        **said("needs", offer.needs),
    }


def _question_data(question: AccountQuestion) -> dict[str, Any]:
    return {
        "key": question.key,
        "question_text": str(question.words),
        "note_text": str(question.note),
        "accounts": list(question.accounts),
        "answers": {choice.key: str(choice.words) for choice in question.choices},
        "proposed": question.proposed or None,
        "answered": question.answered or None,
    }
