"""A preview made from what was understood of a file and what was chosen, held against what stands in the workspace."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.commands.intake import Existing, NewKpi, Series, Taking, same
from kpidesk.commands.intake.sources import Remembered
from kpidesk.commands.possible import edges_of
from kpidesk.domain.entities import NOT_APPLICABLE, Input, Kpi, Person, Value
from kpidesk.domain.period import Period
from kpidesk.domain.series.possible import OPEN, Edges, edges_by_name
from kpidesk.exchange.intake import words
from kpidesk.exchange.intake.beside import Beside, standing
from kpidesk.exchange.intake.going import Going, all_going
from kpidesk.exchange.intake.left import left_out
from kpidesk.exchange.intake.match import here
from kpidesk.exchange.intake.odd import Held, Strange, strange
from kpidesk.exchange.intake.preview import (
    TAKEN,
    Cell,
    Changed,
    Choices,
    Count,
    Odd,
    Preview,
    Row,
    Side,
    State,
    Unusual,
)
from kpidesk.exchange.tables.understood import Understanding
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.text import Message, msg
from kpidesk.wording.merges import first_name
from kpidesk.workspace import Reads

NOTHING = Choices()


@dataclass(frozen=True)
class Laid:
    """A measure laid into its cells: those that are unusual, and what stood in those that differ."""

    going: Going
    cells: Mapping[Period, Cell]
    odd: tuple[Strange, ...]
    changed: tuple[Changed, ...]
    states: Counter[State]
    """How many cells there are of each."""


def preview(ws: Reads, understanding: Understanding, choices: Choices = NOTHING, *, file: str = "") -> Preview:
    """What taking a file would do to a workspace; nothing is written."""
    going = all_going(ws, understanding.measures, choices, here(ws))
    beside = standing(ws, [each.into.input for each in going if isinstance(each.into, Existing)])
    laid = [_laid(ws, each, beside, choices) for each in going]
    taken = [each for each in laid if each.going.into is not None]
    periods = tuple(sorted({period for each in taken for period in each.cells}, key=_in_time))
    newest = _newest(laid) if not taken else periods[-1] if periods else None
    states = sum((each.states for each in taken), Counter[State]())
    places = _places_of_new(ws, laid)
    rows = tuple(_row(ws, each, newest, places) for each in laid)
    return Preview(
        file=file,
        span=_span(ws, understanding),
        rows=rows,
        periods=periods,
        newest=newest,
        counts=_counts(ws, taken, states),
        in_file=states.total(),
        total=sum(states[each] for each in TAKEN),
        changed=tuple(each for one in taken for each in one.changed),
        unusual=tuple(odd for one in taken for odd in _odd(one, choices)),
        left_out=left_out(understanding, going, choices, ws.company.fiscal_year_start),
        notes=(
            *(guess.words for guess in understanding.guesses if guess.key == "table"),
            *_foreign(ws, understanding, taken),
            *_notes(taken, laid, choices, ws.company.fiscal_year_start),
        ),
        blocked=_blocked(ws, taken),
    )


def taking(shown: Preview, source: Remembered | None = None) -> Taking:
    """All that a preview would write, as plain values for the command ``take``."""
    series = []
    for row in shown.rows:
        cells = {period: cell for period, cell in row.cells.items() if cell.taken}
        if row.into is not None and cells:
            numbers = {period: cell.file for period, cell in cells.items()}
            series.append(Series(row.key, row.into, numbers, {period: cell.before for period, cell in cells.items()}))
    return Taking(shown.file, tuple(series), source)


# ---- one measure in its cells ---------------------------------------------------------------------


def _laid(ws: Reads, going: Going, beside: Beside, choices: Choices) -> Laid:
    uid = going.into.input if isinstance(going.into, Existing) else None
    before = beside.series.get(uid, {}) if uid is not None else {}
    numbers = _wanted(going, choices)
    fresh = _fresh(numbers, before)
    held = Held(going.decimals, going.rule.unit, _edges(ws, going))
    odd = strange({**before, **numbers}, fresh, beside.confirmed_of(uid), held) if going.into else []
    numbers |= _corrected(going.measure.key, odd, choices)
    told: dict[Period, Value] = {**numbers, **dict.fromkeys(going.fitted.none, NOT_APPLICABLE)}
    changed = _changed(ws, going, told, beside, choices)
    sides = {each.period: each.side for each in changed}
    cells = _cells(told, before, sides)
    for each in odd:
        said = choices.unusual.get((going.measure.key, each.period))
        if said is Unusual.LEFT_OUT or (each.impossible and said is not Unusual.CORRECTED):
            cells[each.period] = Cell(each.value, before.get(each.period), State.LEFT_OUT)
    return Laid(going, cells, tuple(odd), changed, Counter([cell.state for cell in cells.values()]))


def _fresh(numbers: Mapping[Period, float], before: Mapping[Period, Value]) -> Mapping[Period, float]:
    """Those that do not stand here yet; where nothing does, all of them, however many."""
    if not before:
        return numbers
    return {period: value for period, value in numbers.items() if not same(before.get(period), value)}


def _cells(
    told: Mapping[Period, Value], before: Mapping[Period, Value], sides: Mapping[Period, Side]
) -> dict[Period, Cell]:
    if not before:
        return {period: Cell(value, None, State.NEW) for period, value in told.items()}
    return {
        period: Cell(value, before.get(period), _state(before.get(period), value, sides.get(period)))
        for period, value in told.items()
    }


def _edges(ws: Reads, going: Going) -> Edges:
    """What the numbers of a measure can be where it goes."""
    if isinstance(going.into, NewKpi):
        return edges_by_name(going.into.name, going.into.unit)
    source = None if going.into is None else ws.find(Input, going.into.input)
    return OPEN if source is None else edges_of(ws, source)


def _wanted(going: Going, choices: Choices) -> dict[Period, float]:
    """The numbers without the periods that the file does not hold whole, save those that are wanted all the same."""
    cut = {each.period for each in going.fitted.cut if words.cut_key(each) not in choices.take}
    return {period: value for period, value in going.fitted.numbers.items() if period not in cut}


def _corrected(measure: str, odd: Sequence[Strange], choices: Choices) -> dict[Period, float]:
    return {
        each.period: each.meant.value
        for each in odd
        if each.meant is not None and choices.unusual.get((measure, each.period)) is Unusual.CORRECTED
    }


def _state(before: Value | None, value: Value, side: Side | None) -> State:
    if before is None:
        return State.NEW
    if same(before, value):
        return State.SAME
    return State.KEPT if side is Side.MINE else State.CHANGED


def _changed(
    ws: Reads, going: Going, numbers: Mapping[Period, Value], beside: Beside, choices: Choices
) -> tuple[Changed, ...]:
    if not isinstance(going.into, Existing):
        return ()
    uid, key = going.into.input, going.measure.key
    before = beside.series.get(uid, {})
    differing = {p: v for p, v in numbers.items() if p in before and not same(before[p], v)}
    written = ws.history.written(uid, differing) if differing else {}
    found = []
    for period, value in differing.items():
        by = written.get(period)
        theirs = by is not None and not by.imported and by.author != ws.author
        found.append(
            Changed(
                (key, period), going.measure.name, period, before[period], value, going.rule.unit, going.decimals,
                _side((key, period), choices, theirs=theirs), by.author if by else "", by.when if by else None,
                by.imported if by else False, theirs, beside.notes.get((uid, period), ""),
            )
        )  # fmt: skip
    return tuple(found)


def _side(cell: tuple[str, Period], choices: Choices, *, theirs: bool) -> Side:
    """A choice for the cell goes first, then for the measure, then for all; a colleague's number stays unasked."""
    chosen = choices.cells.get(cell) or choices.measures.get(cell[0]) or choices.everything
    return chosen or (Side.MINE if theirs else Side.FILE)


# ---- what is told of it ----------------------------------------------------------------------------


def _row(ws: Reads, laid: Laid, newest: Period | None, places: Mapping[str, int]) -> Row:
    going, measure = laid.going, laid.going.measure
    line = tuple(each for each in going.fitted.numbers.items() if each[0] in laid.cells)
    last = line[-1] if line else None
    states = laid.states if going.into is not None else Counter[State]()
    new = going.into if isinstance(going.into, NewKpi) else None
    return Row(
        key=measure.key,
        name=measure.name,
        place=words.place_words(measure.letter, measure.unit),
        into=going.into,
        goes_to=going.goes_to,
        unit=going.rule.unit,
        decimals=going.decimals,
        cells=laid.cells if going.into is not None else {},
        line=line,
        odd=frozenset(each.period for each in laid.odd),
        newest=last[1] if last else None,
        newest_words=_newest_words(ws, going, last[0], newest) if last else None,
        added=states[State.NEW],
        changed=states[State.CHANGED] + states[State.KEPT],
        same=states[State.SAME],
        new=new,
        new_words=_about_new(ws, new, places[measure.key]) if new is not None else None,
        note=going.note,
    )


def _newest_words(ws: Reads, going: Going, period: Period, newest: Period | None) -> Message:
    if period != newest:
        return words.period_at_start(period, ws.company.fiscal_year_start)
    return words.newest_words(going.rule.combine, going.rule.frequency)


def _places_of_new(ws: Reads, laid: Sequence[Laid]) -> dict[str, int]:
    """The how many-eth KPI in use each new one becomes, by its measure; a parked one is none."""
    in_use = sum(not kpi.parked for kpi in ws.all(Kpi))
    found, number = dict[str, int](), in_use
    for each in laid:
        if isinstance(each.going.into, NewKpi):
            number += not each.going.into.parked
            found[each.going.measure.key] = in_use if each.going.into.parked else number
    return found


def _about_new(ws: Reads, new: NewKpi, number: int) -> Message:
    owner = ws.find(Person, new.owner)
    return words.about_new(new, number, MOST_KPIS, first_name(owner.name) if owner is not None else "")


def _newest(laid: Sequence[Laid]) -> Period | None:
    return max((period for each in laid for period in each.cells), key=_in_time, default=None)


def _in_time(period: Period) -> tuple[dt.date, int]:
    return period.first, period.frequency.rank


def _span(ws: Reads, understanding: Understanding) -> Message | None:
    """What most of the measures hold."""
    rhythms = Counter(measure.frequency for measure in understanding.measures if measure.numbers)
    if not rhythms:
        return None
    frequency = rhythms.most_common(1)[0][0]
    own = {period for each in understanding.measures if each.frequency is frequency for period in each.numbers}
    first, last = min(own, key=_in_time), max(own, key=_in_time)
    return words.span_words(frequency, first, last, ws.company.fiscal_year_start)


def _odd(laid: Laid, choices: Choices) -> list[Odd]:
    going, measure = laid.going, laid.going.measure
    return [
        Odd(
            (measure.key, each.period), measure.name, each.period, each.value, going.rule.unit, going.decimals,
            each.words, each.usual, each.meant.value if each.meant else None,
            choices.unusual.get((measure.key, each.period)), each.impossible,
        )
        for each in laid.odd
    ]  # fmt: skip


def _counts(ws: Reads, laid: Sequence[Laid], states: Counter[State]) -> tuple[Count, ...]:
    kept = Counter(each.who for one in laid for each in one.changed if each.side is Side.MINE)
    lines = [
        Count(msg("New"), states[State.NEW]),
        Count(msg("Changed, the file’s numbers are used"), states[State.CHANGED]),
    ]
    for who, n in kept.items():
        lines.append(Count(words.kept_own(n) if who in ("", ws.author) else words.kept_theirs(n, who), n))
    lines += [Count(msg("Same"), states[State.SAME]), Count(msg("Left out by you"), states[State.LEFT_OUT])]
    return tuple(each for each in lines if each.n)


def _foreign(ws: Reads, understanding: Understanding, taken: Sequence[Laid]) -> tuple[Message, ...]:
    """That amounts are in another currency than the company's, where any is taken."""
    others = sorted(understanding.currencies - {ws.company.currency})
    amounts = any(each.going.rule.unit == "currency" for each in taken)
    return (words.foreign(fmt.listed(others)),) if others and amounts else ()


def _notes(taken: Sequence[Laid], laid: Sequence[Laid], choices: Choices, fiscal_start: int) -> tuple[Message, ...]:
    notes = {str(each.going.note): each.going.note for each in laid if each.going.note is not None}
    names = [each.going.measure.name for each in taken if each.going.measure.key in choices.turned]
    partial = {cut.period: cut for each in taken for cut in each.going.fitted.partial if cut.period in each.cells}
    return (
        *notes.values(),
        *(words.partial(cut, fiscal_start) for cut in partial.values()),
        *([words.turned(fmt.listed(names, 6))] if names else []),
    )


def _blocked(ws: Reads, taken: Sequence[Laid]) -> Message | None:
    """Why nothing can be taken as it stands: two columns for one input, or a name that another KPI has."""
    into = Counter(each.going.into for each in taken)
    double = next((each.going for each in taken if into[each.going.into] > 1), None)
    if double is not None:
        return msg("Two columns go to “{name}”. Choose another place for one of them.", name=double.goes_to)
    fresh = [each.going.into.name for each in taken if isinstance(each.going.into, NewKpi)]
    known = {kpi.name.casefold() for kpi in ws.all(Kpi)}
    same = next((name for name in fresh if name.casefold() in known or fresh.count(name) > 1), None)
    return (
        None
        if same is None
        else msg("There is already a KPI named “{name}”. Give the new one another name.", name=same)
    )
