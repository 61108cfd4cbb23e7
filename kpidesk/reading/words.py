"""The words that stand around numbers and in dates, in both languages."""

from __future__ import annotations

from decimal import Decimal

from kpidesk import format as fmt

CURRENCIES = {
    "kr", "kr.", "kroner", "krone", "nok", "sek", "dkk", "usd", "us$", "eur", "euro", "gbp", "chf", "$", "€", "£",
}  # fmt: skip
UNITS = {
    **{word: code for word, code in fmt.UNIT_TEXTS.items() if word},
    **dict.fromkeys(CURRENCIES - {"sek"}, "currency"),
    "pst": "percent", "pst.": "percent", "pp": "percent", "prosentpoeng": "percent",
    "hour": "hours", "hr": "hours", "hrs": "hours", "day": "days", "min.": "minutes", "mins": "minutes",
    "minutt": "minutes", "minute": "minutes", "sek.": "seconds", "sekund": "seconds", "sec": "seconds",
    "second": "seconds", "point": "score", "pcs": "count",
}  # fmt: skip
"""The code of each unit that is read after a number."""
KRONER, CROWNS = "nok", frozenset({"nok", "sek", "dkk"})
MONEY = {
    **dict.fromkeys(("kr", "kr.", "kroner", "krone"), ""),
    **{code: code for code in ("nok", "sek", "dkk", "usd", "eur", "gbp", "chf")},
    "$": "usd", "us$": "usd", "€": "eur", "euro": "eur", "£": "gbp",
    "mnok": "nok", "tnok": "nok", "knok": "nok", "msek": "sek", "mdkk": "dkk", "meur": "eur", "musd": "usd",
}  # fmt: skip
"""The currency that a word names; none for “kr”, which is each of the three crowns."""
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}
"""How long the units of time are."""
SILENT = ("count", "score", "ratio")
THOUSAND, MILLION, MILLIARD, BILLION = (Decimal(10) ** power for power in (3, 6, 9, 12))
SCALES = {
    **dict.fromkeys(("k", "tusen", "tus", "tus.", "thousand", "thousands"), (THOUSAND,)),
    **dict.fromkeys(("mill", "mill.", "mio", "mio.", "mn", "million", "millioner", "millions"), (MILLION,)),
    **dict.fromkeys(("mrd", "mrd.", "milliard", "milliarder", "bn", "billions"), (MILLIARD,)),
    **dict.fromkeys(("tn", "trillion", "trillions", "billioner"), (BILLION,)),
    **dict.fromkeys(("bill", "bill.", "billion"), (BILLION, MILLIARD)),
}
"""What a number counts in; a “billion” is larger in Norwegian (the first) than in English (the last)."""
IN_MONEY = {
    "mnok": MILLION, "mkr": MILLION, "msek": MILLION, "mdkk": MILLION, "meur": MILLION, "musd": MILLION,
    "mill.kr": MILLION, "tnok": THOUSAND, "knok": THOUSAND, "tkr": THOUSAND, "kkr": THOUSAND,
}  # fmt: skip
"""Words that are a scale and a currency in one."""


NEIGHBOURS = {
    "januari": 1, "jänner": 1, "februari": 2, "marts": 3, "märz": 3, "maerz": 3, "mrz": 3, "maj": 5, "augusti": 8,
    "dezember": 12, "dez": 12,
}  # fmt: skip
"""Months as Swedish, Danish and German files call them, where that is otherwise than in Norwegian and English."""


def month_called(name: str) -> int | None:
    """The number of a month by its name in either language, or by a beginning that no other month has."""
    folded = name.casefold().rstrip(".")
    folded = {"sept": "september", "okt": "oktober", "oct": "october"}.get(folded, folded)
    if len(folded) < 3 or folded in NEIGHBOURS:
        return NEIGHBOURS.get(folded)
    names = [(n, each.casefold()) for months in fmt.MONTHS.values() for n, each in enumerate(months, 1)]
    found = {n for n, each in names if each.startswith(folded)}
    return found.pop() if len(found) == 1 else None
