"""Two amounts of which one number is made, what came in less what went out; and balances that run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.amounts import Amounts
from kpidesk.exchange.tables.cells.looks import is_empty, said
from kpidesk.exchange.tables.cells.words import called, names, tokens
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.layout.columns import Col
from kpidesk.exchange.tables.understood import Answer, Role
from kpidesk.text import msg

_IN = frozenset({
    "inn", "in", "credit", "kredit", "deposit", "deposits", "innskudd", "godskrevet", "innbetaling", "innbetalt",
    "innbetalinger", "kreditert",
})  # fmt: skip
_OUT = frozenset({
    "ut", "out", "debit", "debet", "withdrawal", "withdrawals", "uttak", "belastet", "utbetaling", "utbetalt",
    "utbetalinger", "debitert",
})  # fmt: skip
_BALANCES = frozenset({"saldo", "balance", "restsaldo", "kontosaldo"})
_NOT_BALANCES = frozenset({"sheet", "opening", "inngående"})
WAY, EACH, NET = "as:net", "each", "net"
SIGN, PLUS, MINUS = "as:sign", "plus", "minus"
_BOTH = 0.02


def amounts_apart(given: Given, numbers: Sequence[Col], amounts: Mapping[int, Amounts]) -> tuple[Col, Col] | None:
    """The columns of what came in and of what went out, as they were said to be, or as each row has one of them."""
    roles = given.said.roles
    plus = [col for col in numbers if roles.get(col.place) is Role.PLUS]
    minus = [col for col in numbers if roles.get(col.place) is Role.MINUS]
    if plus and minus:
        return plus[0], minus[0]
    free = [col for col in numbers if col.place not in roles]
    plus, minus = ([col for col in free if tokens(col.heading) & words] for words in (_IN, _OUT))
    if len(plus) != 1 or len(minus) != 1 or plus[0] is minus[0]:
        return None
    return (plus[0], minus[0]) if _one_of_two(plus[0], minus[0], amounts) else None


def _one_of_two(plus: Col, minus: Col, amounts: Mapping[int, Amounts]) -> bool:
    first, second = amounts[plus.place].numbers.values, amounts[minus.place].numbers.values
    both = sum(bool(first.get(a)) and bool(second.get(b)) for a, b in zip(plus.cells, minus.cells, strict=True))
    return both <= _BOTH * len(plus.cells)


def sign_column(cols: Sequence[Col]) -> Col | None:
    """The column of words that tells of each amount whether it came in or went out."""
    for col in cols:
        texts = {said(cell).casefold() for cell in col.distinct if not is_empty(cell)}
        if texts & _IN and texts & _OUT and texts <= _IN | _OUT:
            return col
    return None


def is_signed(find: Findings, col: Col) -> bool:
    """Tell whether what went out counts as minus, and say so."""
    went = names(sorted({said(cell) for cell in col.distinct if said(cell).casefold() in _OUT}))
    plain = find.said.answers.get(SIGN) == PLUS
    chosen = msg("Rows with {names} count as plus, as you chose.", names=went)
    words = chosen if plain else msg("Rows with {names} count as minus.", names=went)
    other = Answer(MINUS, msg("Count them as minus")) if plain else Answer(PLUS, msg("Count them as plus"))
    find.guess(SIGN, words, [other])
    return not plain


def signed(col: Col, values: Sequence[float | None]) -> list[float | None]:
    """Amounts without signs, with a minus where their row says that they went out."""
    if any(value is not None and value < 0 for value in values):
        return list(values)
    out = {cell for cell in col.distinct if said(cell).casefold() in _OUT}
    pairs = zip(values, col.cells, strict=True)
    return [-value if value is not None and cell in out else value for value, cell in pairs]


def is_net(find: Findings, plus: Col, minus: Col) -> bool:
    """Tell whether the net is taken, and say so."""
    came, went = called(plus.heading, plus.place), called(minus.heading, minus.place)
    if find.said.answers.get(WAY) == EACH:
        words = msg("{came} and {went} are two measures, as you chose.", came=came, went=went)
        find.guess(WAY, words, [Answer(NET, msg("The net of the two"))])
        return False
    find.guess(
        WAY,
        msg("The net is taken: {came} less {went}.", came=came, went=went),
        [Answer(EACH, msg("One measure for each"))],
    )
    return True


def net_values(plus: Col, minus: Col, amounts: Mapping[int, Amounts]) -> list[float | None]:
    """What came in less what went out, for each row; amounts that went out may be written with their minus."""
    first, second = amounts[plus.place].numbers.values, amounts[minus.place].numbers.values
    sign = 1.0 if _is_negative(minus.distinct, second) else -1.0
    return [
        None if first[a] is None and second[b] is None else round((first[a] or 0.0) + sign * (second[b] or 0.0), 9)
        for a, b in zip(plus.cells, minus.cells, strict=True)
    ]


def _is_negative(cells: set[Cell], values: Mapping[Cell, float | None]) -> bool:
    found = [value for cell in cells if (value := values[cell])]
    return bool(found) and sum(value < 0 for value in found) * 2 > len(found)


def is_balance(col: Col) -> bool:
    """Tell whether a column is a balance that runs: of each period its last number counts."""
    words = tokens(col.heading)
    return bool(words & _BALANCES) and not words & _NOT_BALANCES
