"""What must be asked about accounts that nobody knows: once for each, and once for all where there are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kpidesk.exchange.accounts.amounts import Money
from kpidesk.exchange.accounts.books import Books
from kpidesk.exchange.accounts.chart import OUT, Answers, numbers_of, proposed, rules
from kpidesk.exchange.accounts.figures import Figures, month_number
from kpidesk.text import Message, msg, msgn

MANY = 6
"""From so many accounts on that propose their own place, one question is asked for all."""
ALL = "accounts"
BY_NUMBER = "by_number"
WORDS: Mapping[str, Message] = {
    "sales": msg("Sales"), "other_income": msg("Other income"), "purchases": msg("Purchases of goods"),
    "payroll": msg("Payroll"), "other_cost": msg("Other cost"), "financial": msg("Financial items and tax"),
    "disposal": msg("Disposal of the result"), "fixed_asset": msg("Fixed asset"), "inventory": msg("Inventory"),
    "receivables": msg("Trade receivables"), "other_current_asset": msg("Other current asset"),
    "cash": msg("Bank and cash"), "equity": msg("Equity"), "long_term_debt": msg("Long-term debt"),
    "payables": msg("Trade payables"), "vat": msg("VAT"), "other_current_debt": msg("Other current debt"),
    OUT: msg("Leave it out"),
}  # fmt: skip
OF_RESULT = ("sales", "other_income", "purchases", "other_cost")
OF_ASSETS = ("cash", "receivables", "inventory", "other_current_asset", "fixed_asset")
OF_DEBTS = ("payables", "other_current_debt", "long_term_debt", "equity")
OF_ANY = ("sales", "other_income", "purchases", "payroll", "other_cost", *OF_ASSETS, *OF_DEBTS)


@dataclass(frozen=True)
class Choice:
    """A possible answer: its key, its words, and what comes of it (“Net sales 2025 become 14 087 100 kr.”)."""

    key: str
    words: Message
    result: Message | None = None


@dataclass(frozen=True)
class AccountQuestion:
    """What must be said of an account, or of many (``accounts``), before its lines count where they belong.

    ``proposed`` is the answer that its number gives and that counts until another is given, empty for none.
    ``answered`` is the answer given.
    """

    key: str
    words: Message
    note: Message
    choices: tuple[Choice, ...]
    accounts: tuple[str, ...]
    proposed: str = ""
    answered: str = ""

    @property
    def counts(self) -> str:
        """The key of the answer that counts; empty where none does and the account is held outside."""
        return self.answered or self.proposed


@dataclass
class _Asked:
    """An account that is asked about: its lines, its movement and its movement in each month."""

    id: str
    name: str
    in_chart: bool
    opening: int = 0
    lines: int = 0
    moved: int = 0
    months: Counter[int] = field(default_factory=Counter)


def questions(books: Books, figures: Figures, answers: Answers) -> tuple[AccountQuestion, ...]:
    """What must be asked, the account with most lines first."""
    asked = sorted(_asked(books), key=lambda each: (-each.lines, each.id))
    alike = [each for each in asked if proposed(each.id)]
    if len(alike) < MANY:
        return tuple(_of_account(each, figures, answers) for each in asked)
    rest = [each for each in asked if not proposed(each.id)]
    return (_of_all(alike, answers), *(_of_account(each, figures, answers) for each in rest))


def said(question: AccountQuestion, key: str) -> Answers:
    """What an answer says of the accounts that a question is about, to be kept with what was said of others."""
    return {account: OUT if key == OUT else f"{group_of(account, key)}" for account in question.accounts}


def group_of(account: str, key: str) -> int:
    """The group of an account of a kind: its own where its number lies in the kind, else the kind's usual one."""
    if key == BY_NUMBER:
        return proposed(account)
    row = rules()["kind"][key]
    own = proposed(account)
    return own if own in numbers_of(row["groups"]) else int(row["usual"])


def kind_of(group: int) -> str:
    """The kind that a group belongs to."""
    return next(str(name) for name, row in rules()["kind"].items() if group in numbers_of(row["groups"]))


def _asked(books: Books) -> Iterable[_Asked]:
    """The accounts that something lies on and nobody knows."""
    chart, found = books.ledger.chart, dict[str, _Asked]()
    for account in chart.accounts.values():
        if chart.is_asked(account.id) and account.opening:
            found[account.id] = _Asked(account.id, account.name, True, account.opening)
    for tally in books.tallies:
        for when, sums in tally.sums.items():
            for id, (debit, credit, lines) in sums.items():  # noqa: A001 - as the format calls it
                if not chart.is_asked(id):
                    continue
                known = chart.accounts.get(id)
                each = found.setdefault(id, _Asked(id, known.name if known else "", known is not None))
                each.lines += lines
                each.moved += debit - credit
                month = books.ledger.calendar.month(when)
                if month is not None:
                    each.months[month] += debit - credit
    return found.values()


def _of_account(asked: _Asked, figures: Figures, answers: Answers) -> AccountQuestion:
    group = proposed(asked.id)
    own = kind_of(group) if group else ""
    given = answers.get(asked.id, "")
    answered = "" if not given else OUT if given == OUT else kind_of(int(given))
    kinds = dict.fromkeys((*_offered(group), *(each for each in (own, answered) if each and each != OUT), OUT))
    counting = answered or own
    choices = tuple(Choice(key, WORDS[key], _result(asked, key, counting, figures)) for key in kinds)
    words = msg("What kind of account is {id} {name}?", id=asked.id, name=asked.name)
    if not asked.name:
        words = msg("What kind of account is {id}?", id=asked.id)
    return AccountQuestion(f"account:{asked.id}", words, _note(asked, own), choices, (asked.id,), own, answered)


def _offered(group: int) -> tuple[str, ...]:
    if group >= 30:
        return OF_RESULT
    return OF_DEBTS if group >= 20 else OF_ASSETS if group else OF_ANY


def _note(asked: _Asked, own: str) -> Message:
    """What is known of an account, and why something is proposed."""
    unknown = (
        msg("The chart of accounts does not say.") if asked.in_chart else msg("It is not in the chart of accounts.")
    )
    side = msg("debit") if asked.moved >= 0 else msg("credit")
    lines = msgn(
        "{n} line, {amount} in {side}.", "{n} lines, {amount} in {side}.", asked.lines,
        amount=Money(abs(asked.moved), unit=True), side=side,
    )  # fmt: skip
    if not asked.lines:
        lines = msg("It opens with {amount}.", amount=Money(asked.opening, unit=True))
    if not own:
        # Translators: two sentences: that an account is unknown, and how many lines it has
        return msg("{unknown} {lines}", unknown=unknown, lines=lines)
    return msg(
        "{unknown} {lines} {kind} is proposed because the number begins with {digits}.",
        unknown=unknown, lines=lines, kind=WORDS[own], digits=asked.id[:2],
    )  # fmt: skip


def _result(asked: _Asked, key: str, counting: str, figures: Figures) -> Message | None:
    """What net sales become with an answer, in the newest year of the file."""
    months = figures.months.get("net_sales", {})
    if not months:
        return None
    year = max(months).first.year
    shown = [period for period in months if period.first.year == year]
    own = -sum(asked.months[month_number(period)] for period in shown)
    total = sum(months[period] for period in shown) - (own if counting == "sales" else 0)
    amount = Money(total + (own if key == "sales" else 0), unit=True, decimals=0)
    return msg("Net sales in {year} come to {amount}.", year=year, amount=amount)


def _of_all(asked: list[_Asked], answers: Answers) -> AccountQuestion:
    ids = tuple(each.id for each in asked)
    given = {answers.get(id, "") for id in ids}  # noqa: A001
    answered = OUT if given == {OUT} else BY_NUMBER if all(given) else ""
    first = asked[0]
    words = msgn(
        "What kind of accounts are the {n} that have no standard account?",
        "What kind of accounts are the {n} that have no standard account?", len(asked),
    )  # fmt: skip
    lines = sum(each.lines for each in asked)
    note = msgn(
        "They have {n} line. Their numbers begin as in NS 4102: {id} {name} would be “{kind}”.",
        "They have {n} lines. Their numbers begin as in NS 4102: {id} {name} would be “{kind}”.", lines,
        id=first.id, name=first.name, kind=WORDS[kind_of(proposed(first.id))],
    )  # fmt: skip
    choices = (Choice(BY_NUMBER, msg("As their numbers begin")), Choice(OUT, WORDS[OUT]))
    return AccountQuestion(ALL, words, note, choices, ids, BY_NUMBER, answered)
