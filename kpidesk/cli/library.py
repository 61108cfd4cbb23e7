"""The library on the command line: listed, searched, and taken into a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kpidesk import format as fmt
from kpidesk.cli.names import LONGEST, Called, one_of
from kpidesk.cli.opening import Outcome, done_or_tried, not_stored, opened
from kpidesk.domain.entities import Kpi
from kpidesk.text import _, msg, ngettext, using

if TYPE_CHECKING:
    from kpidesk.library import Example, LibraryKpi, Template


def listed(options: argparse.Namespace) -> Outcome:
    """List what the words find, by department, or everything and the templates."""
    from kpidesk import library

    words = " ".join(options.words)
    found = library.search(words) if words else library.examples()
    templates = () if words else library.templates()
    lines = [*_by_department(found), *_template_lines(templates)]
    if not lines:
        lines = [_("No results for “{text}”.").format(text=words)]
    kpis = [_described(example, kpi) for example in found for kpi in example.kpis]
    data: dict[str, Any] = {"kpis": kpis, "templates": [_template(each) for each in templates]}
    return Outcome("\n".join(lines), data)


def _by_department(found: Iterable[Example]) -> list[str]:
    from kpidesk import library

    lines: list[str] = []
    examples = list(found)
    for department in library.departments():
        own = [example for example in examples if example.department == department.key]
        if own:
            lines += ["", f"{department.name} ({len(own)})"] if lines else [f"{department.name} ({len(own)})"]
        for example in own:
            lines += [_kpi_line(kpi) for kpi in example.kpis]
    return lines


def _kpi_line(kpi: LibraryKpi) -> str:
    measure = f"{fmt.unit_word(kpi.unit)}, {fmt.frequency_word(kpi.frequency)}"
    return f"  {kpi.id:36} {kpi.name}  ({measure})"


def _template_lines(templates: Iterable[Template]) -> list[str]:
    lines = [f"  {each.id:36} {each.name}  ({', '.join(each.kpi_names)})" for each in templates]
    return ["", _("Templates"), *lines] if lines else []


def _described(example: Example, kpi: LibraryKpi) -> dict[str, Any]:
    from kpidesk import library

    return {
        "id": kpi.id,
        "example": example.name,
        "department": kpi.department,
        "department_text": library.department_name(kpi.department),
        "name": kpi.name,
        "short_name": kpi.short_name,
        "abbreviation": kpi.abbreviation,
        "definition": kpi.definition,
        "formula": kpi.formula,
        "inputs": {key: library.measured(key).name for key in kpi.inputs},
        "unit": kpi.unit,
        "frequency": kpi.frequency.value,
        "direction": kpi.direction.value,
        "target": None if kpi.size_dependent else kpi.target,
        "high": None if kpi.size_dependent else kpi.high,
        "red_flag": None if kpi.size_dependent else kpi.red_flag,
        "size_dependent": kpi.size_dependent,
        "indicator": kpi.indicator.value,
        "customer_facing": kpi.customer_facing,
        "sensitive": kpi.sensitive,
        "sensitive_why": kpi.sensitive_why,
        "pitfall": kpi.pitfall,
        "counter_metrics": list(kpi.counters),
        "where_to_find": kpi.source,
    }


def _template(template: Template) -> dict[str, Any]:
    return {"id": template.id, "name": template.name, "kpis": [each.kpi.id for each in template.kpis]}


def add(options: argparse.Namespace) -> Outcome:
    """Add KPIs to a file, in the file's language."""
    from kpidesk import library
    from kpidesk.commands import library as shelf

    with opened(options) as ws:
        ids = [_kpi_id(name) for name in options.ids]
        with using(ws.company.language), done_or_tried(ws, options):
            added = [ws.get(Kpi, uid) for uid in shelf.add_many(ws, ids)]
            asked = [library.kpi(name) for name in dict.fromkeys(ids)]
        lines = [added_words(options, added)]
        names = ", ".join(kpi.name for kpi in asked if kpi.size_dependent)
        if names:
            lines.append(_("Still without a target, because it depends on your size: {names}.").format(names=names))
        data = [{"id": kpi.uid, "name": kpi.name} for kpi in added]
        return Outcome("\n".join([*lines, *not_stored(options)]), {"kpis": data, "written": not options.dry_run})


def added_words(options: argparse.Namespace, added: Sequence[Kpi]) -> str:
    """How many KPIs have come, or which would."""
    if options.dry_run and added:
        return _("Would be added: {names}.").format(names=", ".join(kpi.name for kpi in added))
    return ngettext("Added {n} KPI.", "Added {n} KPIs.", len(added)).format(n=len(added))


def _kpi_id(words: str) -> str:
    """The id of a library KPI that is named by it, or as the library lists it."""
    from kpidesk import library

    known = [
        Called(each.id, each.id, tuple(filter(None, (each.name, each.short_name))), each.name)
        for each in library.kpis()
    ]
    return one_of(words, known, msg("The library has no KPI “{name}”.", name=words.strip()[:LONGEST])).uid


def template_id(words: str) -> str:
    """The id of a template that is named by it, or as the library lists it."""
    from kpidesk import library

    known = [Called(each.id, each.id, (each.name,), each.name) for each in library.templates()]
    return one_of(words, known, msg("There is no template “{name}”.", name=words.strip()[:LONGEST])).uid


def apply(options: argparse.Namespace) -> Outcome:
    """Add what a file lacks of a template, in the file's language; what it has stays as it is."""
    from kpidesk.commands import library as shelf

    with opened(options) as ws:
        before, wanted = {kpi.uid for kpi in ws.all(Kpi)}, template_id(options.template)
        with using(ws.company.language), done_or_tried(ws, options):
            kept = shelf.apply_template(ws, wanted)
            added = [kpi for kpi in ws.all(Kpi) if kpi.uid not in before]
        lines = [added_words(options, added)]
        if kept:
            lines.append(_("Already there, and left as they were: {names}.").format(names=", ".join(kept)))
        data = {"added": len(added), "kept": list(kept), "written": not options.dry_run}
        return Outcome("\n".join([*lines, *not_stored(options)]), data)
