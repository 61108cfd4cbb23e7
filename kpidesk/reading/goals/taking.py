"""What stands where in a goal's sentence: its numbers and what they are, what it measures, and where it says when.

Both languages are understood whatever the window speaks, since people write goals as they talk; the words of the line
tell in which convention its numbers are written. A line is read whole or not at all: where it tells more numbers than
can be explained, it may mean something else, and none is taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kpidesk.forms import Form
from kpidesk.reading.goals import words
from kpidesk.reading.goals.amounts import TIMES, Amount, Span, amounts_in, in_one_line
from kpidesk.reading.goals.days import told_in
from kpidesk.reading.goals.names import names_in
from kpidesk.reading.goals.sentence import Sentence

ARROW = r"-+>|=>|→|➔|⇒|>"
_TO = rf"(?:til|te|to|{ARROW}|mot)"
_BETWEEN = r"(?:\s+(?!(?:og|and|eller|or|til|to)\b)(?:_+|[^\W\d_]+\.?)){0,3}?"
_BOUND = rf"(?:(?:opp|ned|up|down)\s+)?(?:(?:{words.LOWER}|{words.UPPER}|[<>≤≥]=?)\s*)?"
_FROM = r"(?P<from>(?P<said>fra|frå|ifra|from)\s+(?P<a>#+)"
_WAY = Form(
    rf"{_FROM}{_BETWEEN},?\s*)(?:opp\s+|ned\s+|up\s+|down\s+|og\s+|and\s+)?{_TO}\s*{_BOUND}(?P<b>#+)", re.IGNORECASE
)
_BACK = Form(
    rf"(?:(?:til|te|to)\s+)?{_BOUND}(?P<b>#+){_BETWEEN}\s*[(,]?\s*(?P<from>(?:opp\s+|ned\s+|up\s+|down\s+)?(?:fra|frå|from)\s+(?P<a>#+))",
    re.IGNORECASE,
)
_ARROWED = Form(rf"(?P<from>(?P<a>#+)\s*)(?:{ARROW})\s*(?P<b>#+)")
_PLAIN = Form(rf"(?P<from>(?P<a>#+){_BETWEEN}\s+)(?:til|te|to)\s+{_BOUND}(?P<b>#+)", re.IGNORECASE)
_RANGE = Form(
    r"(?:mellom|between)\s+(?P<a>#+)\s*(?:og|and|til|to|-|–|—)\s*(?P<b>#+)|(?P<c>#+)\s*[-–—]\s*(?P<d>#+)", re.IGNORECASE
)
_UPPER = Form(rf"(?P<said>(?<!\w)(?:{words.UPPER})|≤|<=|=<|<)\s*(?:ca\.?\s+|about\s+)?(?P<n>#+)", re.IGNORECASE)
_LOWER = Form(
    rf"(?P<said>(?<!\w)(?:{words.LOWER})|≥|>=|=>(?=\s*#)|(?<![-=])>)\s*(?:ca\.?\s+|about\s+)?(?P<n>#+)", re.IGNORECASE
)
_AFTER = Form(
    rf"(?P<n>#+)\s*(?:[^\W\d_]+\s+)?(?:(?P<lower>{words.AFTER_LOWER})|(?P<upper>{words.AFTER_UPPER}))", re.IGNORECASE
)
_WITHIN = Form(r"(?<!\w)(?:innen|inna|within|in under|i løpet av)\s+(?P<n>#+)", re.IGNORECASE)
_HOW_FAST = Form(r"(?<!\w)(?:innen|inna|within|in under|i løpet av|på under)\s+$", re.IGNORECASE)
_REACHES = Form(rf"(?<!\w)(?:til|te|to|på|at|{words.UPPER}|{words.LOWER})\s+#", re.IGNORECASE)
_BARE_CHANGE = Form(rf"(?<!\w)(?:opp|ned|up|down|{words.UP_VERBS}|{words.DOWN_VERBS})\s+(?P<n>#+)", re.IGNORECASE)
_CHANGED_BY = Form(r"(?<!\w)(?:med|by|with)\s+(?:minst\s+|at\s+least\s+)?(?P<n>#+)", re.IGNORECASE)
_CHANGED = Form(rf"(?P<n>#+)\s+(?:(?P<more>{words.MORE})|(?P<less>{words.LESS}))(?!\w)", re.IGNORECASE)
_FROM_ONE = Form(r"(?<!\w)(?P<from>(?:fra|frå|from)\s+(?P<n>#+))", re.IGNORECASE)
_PER = Form(r"\s+(per|pr\.?)\s+([^\W\d_]+)", re.IGNORECASE)
_TAKES = Form(r"(?:ta|overta|gå|kom|take|go|come|get)", re.IGNORECASE)
_YEARS = Form(r"^\s*(?:år|years?)\b", re.IGNORECASE)
_YES_OR_NO = (
    r"ja\s*(?:/|eller|el\.)\s*nei|yes\s*(?:/|or)\s*no|(?:gjort|ferdig)\s*(?:/|eller)\s*ikke(?:\s+(?:gjort|ferdig))?"
    r"|done\s*(?:/|or)\s*not(?:\s+done)?"
)
_DONE_OR_NOT = Form(
    rf"\s*[(\[]\s*(?:{_YES_OR_NO})\s*[)\]]"
    rf"|(?<=\w)\s*[,:;–—-]?\s*(?<!\w)(?:{_YES_OR_NO})(?=\s*[.?!]?$|\s+(?:innen|inna|før|by|before|within)\b)",
    re.IGNORECASE,
)
_DONE = r"ja|gjort|ferdig|utført|fullført|levert|yes|done|finished|complete|completed|delivered"
LONGEST_UNIT = 3
"""So many words may tell what is counted: ``nye faste kunder``."""


def read_sentence(line: str) -> Sentence:
    """A typed line taken apart. Never fails: a line without numbers has only a name."""
    return _Taken(in_one_line(line)).sentence()


def done_or_not(line: str) -> Span | None:
    """Where a line says that all there is to measure is whether it is done: ``Ny nettside er lansert (ja/nei)``."""
    found = _DONE_OR_NOT.search(line)
    left = "" if found is None else line[: found.start()]
    return found.span() if found is not None and any(each.isalpha() for each in left) else None


def says_done_or_not(words: str) -> bool:
    """Tell whether words that were typed for a measure or its unit are “yes or no”."""
    return _is_only(_YES_OR_NO, words)


def is_to_be_done(words: str) -> bool:
    """Tell whether words that were typed for a target say that it is to be done, as “yes or no”, “ferdig” and “ja”."""
    return _is_only(f"{_YES_OR_NO}|{_DONE}", words)


def _is_only(form: str, words: str) -> bool:
    return re.fullmatch(rf"\(?(?:{form})\)?[.!]?", " ".join(words.split()), re.IGNORECASE) is not None


class _Taken:
    """One line with masks: names and days as ``_``, each number as ``#``, so that all else can be found by form."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.whens = told_in(line)
        bare = _masked(line, [when.span for when in self.whens], "_")
        self.bare = _masked(bare, names_in(bare), "_")
        self.amounts = _without_how_fast(self.bare, amounts_in(self.bare))
        self.form = _masked(self.bare, [each.whole for each in self.amounts], "#")
        self.language = _language(line)

    def sentence(self) -> Sentence:
        found = self._way() or self._range() or self._times() or self._changed() or self._bound() or self._single()
        return self._told(self.form) if found is None else found

    def at(self, match: re.Match[str], name: str) -> Amount:
        """The amount that stands where a group was found."""
        return next(each for each in self.amounts if each.whole[0] == match.start(name))

    # ---- from one number to another --------------------------------------------------------------

    def _way(self) -> Sentence | None:
        match = _WAY.search(self.form) or _ARROWED.search(self.form) or _BACK.search(self.form)
        plain = None if match else _PLAIN.search(self.form)
        if plain is not None and len(self.amounts) == 2 and self._leads(plain):
            match = plain
        if match is None:
            return None
        first, last = self._alike(self.at(match, "a"), self.at(match, "b"))
        if match.re is not _BACK.compiled:
            last = self._counted(last, self.form[match.end("b") :])
        said = match.span("from") if match.re in (_WAY.compiled, _BACK.compiled) else None
        where = match.start(), match.end() + self._said_twice(match, last.unit)
        return self._told(where, first=first, last=last, start_words=said)

    def _said_twice(self, match: re.Match[str], unit: str) -> int:
        """How long the unit after the last number is where it stands after the first one too, and goes with both.

        “Defects from 38 ppm to 20 ppm” tells a unit; “from 30 to 45 customers” and “from 30 customers to 45 customers”
        tell what it is about.
        """
        after, end = f" {unit}", match.end("b")
        twice = unit and all(self.form[match.end(each) :].startswith(after) for each in ("a", "b"))
        named = self._name(self.form[: match.start()]) or self._name(self.form[end + len(after) :])
        return len(after) if twice and named and match.end() == end else 0

    def _leads(self, plain: re.Match[str]) -> bool:
        """Tell whether “38 to 50” without a “from” is a way: of what is named before, or measured in a unit.

        “Hire 2 to 3 people” is a range.
        """
        first, last = self.at(plain, "a"), self.at(plain, "b")
        return bool(self._name(self.form[: plain.start()])) or bool(first.code or last.code)

    def _alike(self, first: Amount, last: Amount) -> tuple[Amount, Amount]:
        """Two numbers of one line share what only one of them says: unit and scale of a letter."""
        unit = last.unit or first.unit
        return _with(first, unit=first.unit or unit), _with(last, unit=unit)

    def _counted(self, amount: Amount, rest: str, most: int = 1) -> Amount:
        """An amount with the word that tells what is counted, where no unit does."""
        if amount.unit or not rest.startswith(" "):
            return amount
        found = _leading(rest, most)
        per = (
            re.match(r"\s+(per|pr\.?)\s+([^\W\d_]+)", rest.strip()[len(found) :], re.IGNORECASE)
            if found and most == 1
            else None
        )
        return _with(amount, unit=f"{found} {per[1]} {per[2]}" if per else found)

    # ---- what is held ----------------------------------------------------------------------------

    def _range(self) -> Sentence | None:
        match = _RANGE.search(self.form)
        plain = None if match else _PLAIN.search(self.form)
        if match is None and (plain is None or len(self.amounts) != 2):
            return None
        names = ("a", "b") if match is None or match["a"] else ("c", "d")
        match = match or plain
        assert match is not None
        if len(self.amounts) != 2:
            return None
        low, high = self._alike(self.at(match, names[0]), self.at(match, names[1]))
        high = self._counted(high, self.form[match.end() :], LONGEST_UNIT)
        return self._told(match, low=_with(low, unit=high.unit, scale=low.scale or high.scale), high=high)

    def _bound(self) -> Sentence | None:
        within = _WITHIN.search(self.form)
        found = [form.search(self.form) for form in (_UPPER, _LOWER)]
        first = min((each for each in found if each), key=lambda each: each.start(), default=None)
        match = first or _AFTER.search(self.form) or within
        if match is None or len(self.amounts) != 1:
            return None
        before, rest = self.form[: match.start()], self.form[match.end("n") :]
        if _YEARS.match(rest) or _TAKES.fullmatch(before.strip()):
            return None
        amount = self.at(match, "n")
        if match is within and amount.code not in TIMES:
            return None
        amount = self._counted(amount, rest, LONGEST_UNIT)
        if self._goes():
            return self._told(match, last=amount)
        upper = match.re in (_UPPER.compiled, _WITHIN.compiled) or bool(match.groupdict().get("upper"))
        upper = upper or bool(words.NEVER.search(before))
        return self._told(match, high=amount) if upper else self._told(match, low=amount)

    def _goes(self) -> int:
        """The way that a verb, or “up” and “down”, tell: +1 or -1; 0 for none."""
        up, down = words.UP_MARK.search(self.form), words.DOWN_MARK.search(self.form)
        if up and down:
            return 1 if up.start() < down.start() else -1
        return 1 if up else -1 if down else 0

    # ---- by how much -----------------------------------------------------------------------------

    def _times(self) -> Sentence | None:
        """Halved, doubled: of the start that the line tells, or of one that somebody else knows."""
        times = next((factor for factor, form in words.TIMES if form.search(self.form)), None)
        if times is None or len(self.amounts) > 1:
            return None
        match = _FROM_ONE.search(self.form)
        if match is not None:
            return self._told(match, first=self.at(match, "n"), start_words=match.span("from"), times=times)
        return None if self.amounts else self._told(self.form, times=times)

    def _changed(self) -> Sentence | None:
        """More or less by an amount: ``med 10 %``, ``10 % flere kunder``."""
        if len(self.amounts) != 1 or _REACHES.search(self.form):
            return None
        signed = self._signed()
        if signed is not None:
            return signed
        match = (_CHANGED_BY.search(self.form) or self._bare_change()) if self._goes() else None
        if match is not None:
            return self._told(match, change=self.at(match, "n"), way=self._goes())
        match = _CHANGED.search(self.form)
        if match is None or not self.at(match, "n").percent or re.search("nye|new", match[0], re.IGNORECASE):
            return None
        return self._told(match, change=self.at(match, "n"), way=1 if match["more"] else -1)

    def _signed(self) -> Sentence | None:
        """A change that says so by its sign: “visitors +20%”; a minus alone may be a number below zero."""
        amount = self.amounts[0]
        sign = amount.text[0]
        if sign.isdigit() or (sign != "+" and not amount.percent) or not amount.text[1:2].isdigit():
            return None
        return self._told(amount.whole, change=amount, way=1 if sign == "+" else -1)

    def _bare_change(self) -> re.Match[str] | None:
        """An amount right after the way: “waste down 20%”; of a verb a percentage alone: “øke salget 10 %”."""
        match = _BARE_CHANGE.search(self.form)
        if match is not None or not self.amounts[0].percent:
            return match
        return re.search(r"(?P<n>#+)", self.form) if not re.search(r"[=:]\s*#", self.form) else None

    # ---- one number ------------------------------------------------------------------------------

    def _single(self) -> Sentence | None:
        if len(self.amounts) != 1:
            return None
        amount = self.amounts[0]
        before, after = self.form[: amount.whole[0]], self.form[amount.whole[1] :]
        if _YEARS.match(after) or (re.search(r"(?<!\w)(?:fra|frå|from|mellom|between)\s*$", before, re.IGNORECASE)):
            return None
        if re.search(r"[^\W\d_]-?$", before):
            return None
        aimed = re.search(r"(?<!\w)(?:til|te|to)\s*$", before, re.IGNORECASE)
        if words.HOLD.search(before) and not aimed:
            edge = "high" if self._direction() < 0 or not any(digit in "123456789" for digit in amount.text) else "low"
            return self._told(amount.whole, loose=True, **{edge: amount})
        return self._told(amount.whole, last=amount, loose=aimed is None)

    # ---- the rest --------------------------------------------------------------------------------

    def _told(self, where: re.Match[str] | Span | str, **found: object) -> Sentence:
        """The sentence around what was found, and what it measures."""
        span = where.span() if isinstance(where, re.Match) else where if isinstance(where, tuple) else (0, 0)
        before, after = self.form[: span[0]], self.form[span[1] :]
        name = self._name(before) or self._name(after)
        narrowed = bool(self._name(before)) and bool(words.NARROWS.match(after))
        way = found.pop("way", None) or self._direction()
        when = self.whens[-1] if self.whens else None
        return Sentence(self.line, name, self.language, way=way, narrowed=narrowed, when=when, span=span, **found)  # type: ignore[arg-type]

    def _direction(self) -> int:
        goes = self._goes()
        if goes:
            return goes
        if words.LESS_MARK.search(self.form) or words.SHRINKS.search(self.form):
            return -1
        counted = len(self.amounts) == 1 and self.amounts[0].code in ("", "currency", "$", "€", "£")
        return 1 if words.MORE_MARK.search(self.form) or words.ACHIEVES.search(self.form) or counted else 0

    def _name(self, part: str) -> str:
        """What is measured, without the words that say nothing of it at either end."""
        found = [word.strip(" :,;.!?()–—-\"«»“”'") for word in re.sub(r"[#_]+", " ", part).split()]
        found = [word for word in found if word]
        while found and words.STOP.fullmatch(found[0]):
            del found[0]
        while found and words.STOP.fullmatch(found[-1]):
            del found[-1]
        return " ".join(found)


def _with(amount: Amount, *, unit: str, scale: str | None = None) -> Amount:
    """The same amount with a unit that is told elsewhere in the line."""
    return replace(amount, unit=unit, scale=amount.scale if scale is None else scale)


def _without_how_fast(line: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts but the one that tells how fast, where others tell how much: “90 % are answered within 24 hours”."""
    found = [each for each in amounts if not (each.code in TIMES and _HOW_FAST.search(line[: each.whole[0]]))]
    return found or amounts


def _masked(line: str, spans: Iterable[Span], mark: str) -> str:
    for first, last in spans:
        line = line[:first] + mark * (last - first) + line[last:]
    return line


def _leading(rest: str, most: int) -> str:
    """The words after a number that tell what is counted; the first of them where there are more than ``most``."""
    found: list[str] = []
    for word in rest.split():
        bare = word.strip("().!?")
        if words.TAIL.match(bare) or not word[0].isalpha():
            break
        found.append(bare.rstrip(",;"))
        if word[-1] in ",;.!?":
            break
    return " ".join(found if len(found) <= most else found[:1])


def _language(line: str) -> str:
    """The language that more of the line's small words belong to; empty where neither has more."""
    nb, en = (len(list(form.finditer(line))) for form in (words.NORWEGIAN, words.ENGLISH))
    return "nb" if nb > en else "en" if en > nb else ""
