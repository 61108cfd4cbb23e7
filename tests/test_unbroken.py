"""No line ends inside a number, nor between a number and what it counts in."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.reading import words
from kpidesk.unbroken import COUNTED, PAID, unbroken
from tests.table import table


@table(
    "typed, shown",
    [
        ("Øke salget fra 9 000 000 kr til 12 000 000 kr", "Øke salget fra 9~000~000~kr til 12~000~000~kr"),
        ("Under 3 % feil på 45 min, 1,5 mill. kr", "Under 3~% feil på 45~min, 1,5~mill. kr"),
        ("Revenue of NOK 10 000 and $ -5", "Revenue of NOK~10~000 and $~-5"),
        ("12 nye kunder i uke 10 2026, 20 minst", "12 nye kunder i uke 10 2026, 20 minst"),
        ("Makrell 10", "Makrell 10"),
    ],
)
def test_no_line_ends_inside_a_number_or_before_its_unit(typed, shown) -> None:
    assert unbroken(typed).replace(fmt.NBSP, "~") == shown


def test_every_unit_that_is_read_after_a_number_stays_with_it() -> None:
    known = {*words.UNITS, *words.SCALES, *words.IN_MONEY} - {"antall", "count", "#", "currency", "score", "ratio"}
    silent = {"forholdstall", "bill", "bill."}
    assert known - silent <= {*COUNTED} and {*PAID} == words.CURRENCIES
