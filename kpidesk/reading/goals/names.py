"""Numbers that are names: ``ISO 9001``, ``topp 10``, ``4-dagers uke``, ``Storgata 12``. They are no targets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidesk.forms import Form

_NAMED = tuple(
    Form(form, re.IGNORECASE)
    for form in (
        r"\b(?:iso|ns(?:-en)?|en|iec|din|tek|fg|bs|ifrs|ias|haccp|gdpr|windows|office|ios|android|excel|visma|web|version"
        r"|versjon|v\.|nr\.?|nummer|no\.|number|punkt|kapittel|chapter|kap\.|paragraf|steg|step|fase|phase|trinn|level"
        r"|nivå|rom|room|hall|linje|rute|route|gate|bygg|building|modul|module|del|part|generasjon|gen|covid|kl\.?"
        r"|klokk(?:a|en)|side|page|skift|sesong|season)[ -]?\d[\d:./-]*(?!\w)",
        r"\b(?:topp|top|best of)[ -]?\d+(?!\w)",
        r"\b\d+[ -]?(?:dagers|timers|ukers|måneders|års|åringer|åring|manns|personers|siders|minutters|day|hour|week"
        r"|month|year|person|man|page|minute|step)[ -](?:uke|arbeids\w+|kurs|tur|garanti|plan|program|jubileum|møter?"
        r"|week|course|trip|warranty|plan|guarantee|workshop|meetings?|anniversary|verksted|seminar|pakke|rapport|guide"
        r"|team|lag)\w*",
        r"\b\d+-[^\W\d_]\w*",
        r"\b\d{1,2}\.(?=\s+(?:etasje|plass|klasse|trinn|runde|gang|generasjon|divisjon|års|sal|avdeling))",
        r"\b\d{1,3}(?:st|nd|rd|th)\b",
        r"\b24[ /]7\b",
        r"\b\d+\.0(?= (?:av|of)\b)",
        r"(?<=\d )(?:av|out of|of) (?:5|6|7|10|100)"
        r"(?=\s*(?:$|[.,;!)]|stjerner|stars|poeng|points|på|on|i|in|innen|by|før))",
        r"\b\d+(?:[:/x×]\d+)+\b",
        r"\b[^\W\d_]\w*(?:gata|gaten|gate|veien|vegen|vei|veg|plassen|torget|street|road|avenue) \d+ ?[a-z]?(?!\w)",
        r"(?:\b(?:kunder|gjester|personer|alle|folk|ansatte|customers|people|those|guests|everyone)\s+)?"
        r"\b(?:over|under|above|below|fra|from)\s+\d+\s*(?:år|years?)\b(?!\s+(?:til|to)\b)",
        r"\b\d+\s*(?:-|–|til|to)?\s*\d*\s*(?:år gamle|åringer|years? old|-year-olds?)",
        r"\b(?:de|the|alle|all)\s+(?:siste|neste|første|last|next|first)\s+\d+\s+\w+",
    )
)
_YEAR = Form(
    r"(?<![\w.,])(?:19|20)\d{2}(?:[/–-](?:20)?\d{2})?(?![\w%]|[.,]\d|\s*(?:kr|stk|mill|nok|%|prosent))", re.IGNORECASE
)
_IN_PAIR = Form(r"(?:\b(?:fra|frå|from|til|to|te)|->|→|=>|>)\s*$", re.IGNORECASE)
_PAIRED = Form(r"\s*(?:til\b|to\b|te\b|->|→|=>)", re.IGNORECASE)


def names_in(line: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand that are part of a name, years among them."""
    for form in _NAMED:
        for match in form.finditer(line):
            yield match.span()
    years = [match.span() for match in _YEAR.finditer(line)]
    told = [span for span in years if not _beside_another(line, span)]
    lone = len(told) + len(_numbers(line, years)) if told != years else 0
    yield from told if lone or told == years else years


def _beside_another(line: str, span: tuple[int, int]) -> bool:
    """Tell whether a year stands where a way begins or ends: ``from 1200 to 2000``."""
    return bool(_IN_PAIR.search(line[: span[0]]) or _PAIRED.match(line[span[1] :]))


def _numbers(line: str, years: list[tuple[int, int]]) -> list[str]:
    """The digits of a line that are no year."""
    for first, last in years:
        line = line[:first] + " " * (last - first) + line[last:]
    return re.findall(r"\d+", line)
