"""What each command does: reads its options, calls the core, and gives words and data to print."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kpidesk import disk
from kpidesk import format as fmt
from kpidesk.cli import passwords
from kpidesk.cli.codes import said
from kpidesk.cli.language import speak
from kpidesk.cli.names.inputs import input_called
from kpidesk.cli.opening import Outcome, author, done_or_tried, not_stored, opened, plain, read_period
from kpidesk.cli.streams import refuse_standard
from kpidesk.cli.typed import check_unit
from kpidesk.clock import system_clock
from kpidesk.commands import checks, definitions, entry, inputs, targets
from kpidesk.commands.definitions import InputSpec, KpiSpec
from kpidesk.commands.possible import edges_of
from kpidesk.commands.target_rules import asks_for_flag
from kpidesk.domain.entities import Combine, Direction, Input, Kpi, Uid, Value
from kpidesk.domain.formula import in_keys, named_in
from kpidesk.domain.passphrase import is_weak
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.possible import Edges
from kpidesk.errors import BadInput
from kpidesk.figures.advice import added_share
from kpidesk.reading import NotUnderstood, likeliest
from kpidesk.text import _, msg, using
from kpidesk.wording.kpi_facts import added_share_words
from kpidesk.workspace import Workspace, opening

RULES = {rule.value for rule in Combine} - {Combine.WEIGHTED_MEAN.value}
"""How a new input of a formula may be combined; a weight belongs to a plain KPI."""


def new(options: argparse.Namespace) -> Outcome:
    """Make a new file, empty or begun with a template."""
    refuse_standard(options.file)
    disk.refuse_unless_named(Path(options.file))
    speak(options.language)
    template = _template(options.template, options.language) if options.template else None
    with Workspace.create(
        options.file,
        company=options.name,
        author=author(options),
        language=options.language,
        fiscal_year_start=options.fiscal_year_start,
    ) as ws:
        if template is not None:
            template(ws)
        return _made(options)


def _made(options: argparse.Namespace) -> Outcome:
    return Outcome(_("Created {file}.").format(file=options.file), {"file": options.file, "language": options.language})


def _template(name: str, language: str) -> Callable[[Workspace], object]:
    """What fills a new file; raises ``NotFound`` for an unknown template, before any file is made."""
    from kpidesk.cli.library import template_id
    from kpidesk.commands import library as shelf

    with using(language):
        return partial(shelf.apply_template, name=template_id(name))


def sample(options: argparse.Namespace) -> Outcome:
    """Make the example company as it would stand today, or as it was written."""
    from kpidesk.sample import write_sample

    refuse_standard(options.file)
    disk.refuse_unless_named(Path(options.file))
    speak(options.language)
    write_sample(Path(options.file), options.language, today=None if options.as_told else system_clock().date())
    return _made(options)


def define(options: argparse.Namespace) -> Outcome:
    """Define a KPI."""
    with opened(options) as ws:
        with done_or_tried(ws, options):
            kpi = ws.get(Kpi, definitions.store(ws, _definition(ws, options)))
            asked, keys = asks_for_flag(kpi, targets.of_kpi(ws, kpi.uid)), _keys(ws, kpi)
            added = added_share(ws, kpi) is not None
        words = _("The KPI “{name}” would be added.") if options.dry_run else _("Added the KPI “{name}”.")
        lines = [words.format(name=options.name), *([str(asked)] if asked is not None else [])]
        if definitions.is_unscaled(kpi):
            lines.append(_("The formula divides without multiplying by 100: a share of 0.35 is shown as 0.35 %."))
        if added:
            lines.append(added_share_words(kpi.unit))
        data = {"id": kpi.uid, "name": options.name, "inputs": keys, "written": not options.dry_run}
        return Outcome("\n".join([*lines, *not_stored(options)]), data)


def _keys(ws: Workspace, kpi: Kpi) -> list[str]:
    """The keys of what a KPI measures, for ``set``."""
    return [ws.get(Input, each).key for _name, each in kpi.inputs]


def _definition(ws: Workspace, options: argparse.Namespace) -> KpiSpec:
    check_unit(options, fmt.unit_code(options.unit))
    named = _inputs(options.inputs)
    if named and not options.formula:
        raise BadInput(
            msg("Inputs belong to a formula. Write the formula, or leave the inputs out. Nothing was changed.")
        )
    wanted = [definitions.shared(ws, each) for each in named]
    formula, used = _as_on_screen(ws, options.formula, wanted)
    weight = input_called(ws, options.weight).key if options.weight else ""
    own = InputSpec(options.name, combine=_rule(options), weight=weight)
    usual = definitions.usual_decimals(
        options.unit, Combine.SUM if formula else own.combine, options.target, options.high, options.red_flag
    )
    return KpiSpec(
        options.name,
        options.unit,
        usual if options.decimals is None else options.decimals,
        Frequency(options.frequency),
        Direction(options.direction),
        formula,
        (*wanted, *used) if formula else definitions.own_input(ws, own),
        options.target,
        options.high,
        options.red_flag,
        fitted=options.decimals is None,
    )


def _rule(options: argparse.Namespace) -> Combine:
    """How the numbers combine: as somebody says, else as the window proposes: shares are not added up."""
    from kpidesk.exchange.intake.new_kpi import usual_rule  # which is read with imports, and by no other command

    return Combine(options.combine) if options.combine else usual_rule(options.name, fmt.unit_code(options.unit))


def _as_on_screen(ws: Workspace, typed: str, wanted: Sequence[InputSpec]) -> tuple[str, list[InputSpec]]:
    """A formula with the keys of the names that the window shows, and the inputs of the file that it reads besides."""
    known = {each.key: each for each in ws.all(Input)}
    names = [*((each.name, each.spelled) for each in wanted), *((each.name, key) for key, each in known.items())]
    told = {each.spelled for each in wanted}
    used = [key for key in named_in(typed, names) if key in known and key not in told]
    return in_keys(typed, names).text, [definitions.existing(ws, known[key]) for key in used]


def _inputs(texts: list[str]) -> list[InputSpec]:
    """The inputs of a formula as they are typed; of one that is named twice the last rule counts."""
    found: dict[str, InputSpec] = {}
    for words in texts:
        name, equals, rule = (part.strip() for part in words.rpartition("="))
        if not equals or not name or rule not in RULES:
            raise BadInput(
                msg(
                    "“{words}” should be written NAME=RULE, with sum, mean, last, min or max. Nothing was changed.",
                    words=words,
                )
            )
        found[name] = InputSpec(name, inputs.slug(name), Combine(rule))
    return list(found.values())


def set_number(options: argparse.Namespace) -> Outcome:
    """Store one number."""
    with opened(options) as ws:
        source = input_called(ws, options.input)
        start = ws.company.fiscal_year_start
        period = read_period(options.period, start, ws.today(), source.frequency)
        value, told_reading = _value(options.value, ws.company.language, source.unit, edges_of(ws, source))
        before = ws.series(source.uid).get(period)
        odd = _unusual(ws, source.uid, {period: value})
        with done_or_tried(ws, options):
            entry.set_value(ws, source.uid, period, value, typed=options.value)
        words_of = _tried_words if options.dry_run else _stored_words
        told = [words_of(before, value).format(name=source.name, period=fmt.period_told(period, start))]
        if told_reading:
            told.append(_("“{typed}” was read as {number}.").format(typed=options.value.strip(), number=told_reading))
        ahead = entry.said_of_ahead(ws, [] if value is None else [period])
        words = " ".join([*told, *odd, *([str(ahead)] if ahead is not None else []), *not_stored(options)])
        return Outcome(words, _number_data(source, period.key(start), before, value, options.dry_run))


def _unusual(ws: Workspace, uid: Uid, cells: Mapping[Period, Value | None]) -> list[str]:
    """Why numbers deserve a second look, as in the window: they are saved all the same."""
    from kpidesk.exchange.intake.odd import looked_over

    numbers = {period: float(value) for period, value in cells.items() if isinstance(value, float | int)}
    return [str(each.words) for each in looked_over(ws, uid, numbers)] if numbers else []


def _number_data(source: Input, period: str, before: Value | None, now: Value | None, tried: bool) -> dict[str, Any]:
    return {
        "input": source.key,
        "name": source.name,
        "period": period,
        "value": plain(now),
        "before": plain(before),
        "written": not tried and before != now,
    }


def _stored_words(before: Value | None, now: Value | None) -> str:
    """What has become of a number."""
    if before == now:
        return _("{name}, {period} is as it was. Nothing was changed.")
    if now is None:
        return _("Removed {name}, {period}. It was {before}.").replace("{before}", _held(before))
    if before is None:
        return _("Saved {name}, {period}.")
    return _("Saved {name}, {period}, instead of {before}.").replace("{before}", _held(before))


def _tried_words(before: Value | None, now: Value | None) -> str:
    """What would become of a number."""
    if before == now:
        return _stored_words(before, now)
    if now is None:
        return _("Would remove {name}, {period}. It is {before}.").replace("{before}", _held(before))
    if before is None:
        return _("Would save {name}, {period}.")
    return _("Would save {name}, {period}, instead of {before}.").replace("{before}", _held(before))


def _held(value: Value | None) -> str:
    return fmt.exact(value) if isinstance(value, float) else _("not applicable")


def _value(words: str, spoken: str, unit: str, edges: Edges) -> tuple[Value | None, str]:
    """A number as people type it in the language of the file, and how it was read where there are two ways.

    “12.500” is twelve thousand five hundred in a bokmål file, here as in the window; how it was read is told in the
    language of the sentence.
    """
    with using(spoken):
        found = entry.read(words, unit, edges=edges)
    if isinstance(found, NotUnderstood):
        raise checks.no_number(words, found)
    return likeliest(found, None), str(entry.worth_telling(found) or "")


def password(options: argparse.Namespace) -> Outcome:
    """Set or change the password of a file, or take it away."""
    locked, known, name = opening.needs_password(options.file), passwords.known(options.file), author(options)
    with Workspace.open(options.file, author=name, passwords=known) as ws:
        speak(ws.company.language)  # before anything is asked
    new = "" if options.remove else passwords.new()
    opening.change_password(options.file, new, passwords=known, author=name)
    told = {
        (True, False): _("The file has no password any more."), (False, False): _("The file had no password."),
        (False, True): _("The file has a password now."), (True, True): _("The file has another password now."),
    }  # fmt: skip
    weak = bool(new) and is_weak(new)
    words = [told[locked, bool(new)], *([passwords.weak_words()] if weak else [])]
    return Outcome(" ".join(words), {"locked": bool(new), "weak": weak})


def check(options: argparse.Namespace) -> Outcome:
    """Verify a file."""
    with opened(options) as ws:
        problems = ws.checking.problems()
    data = {"ok": not problems, "problems": [said("problem", problem) for problem in problems]}
    words = "\n".join(map(str, problems)) or _("The file is in order: every change matches its log.")
    return Outcome(words, data, 1 if problems else 0)
