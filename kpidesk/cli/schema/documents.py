"""Which command prints which document."""

from __future__ import annotations

from kpidesk.cli.codes import SCHEMA
from kpidesk.cli.schema import figures, numbers
from kpidesk.cli.schema.shapes import (
    ANYTHING,
    COUNT,
    DAY,
    MOMENT,
    NUMBER,
    PERIOD,
    TEXT,
    TRUTH,
    Shape,
    by_name,
    many,
    maybe,
    said,
    thing,
    with_,
    word,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_KPI = thing(
    id=TEXT, example=TEXT, department=TEXT, department_text=TEXT, name=TEXT, short_name=TEXT, abbreviation=TEXT,
    definition=TEXT, formula=TEXT, inputs=by_name(TEXT), unit=TEXT, frequency=TEXT, direction=TEXT,
    target=maybe(NUMBER), high=maybe(NUMBER), red_flag=maybe(NUMBER), size_dependent=TRUTH, indicator=TEXT,
    customer_facing=TRUTH, sensitive=TRUTH, sensitive_why=ANYTHING, pitfall=TEXT, counter_metrics=many(TEXT),
    where_to_find=TEXT,
)  # fmt: skip
_TARGET = thing(
    from_=maybe(DAY), to=maybe(DAY), value=maybe(NUMBER), high=maybe(NUMBER), red_flag=maybe(NUMBER),
    red_high=maybe(NUMBER), path_from=maybe(NUMBER), suggested=TRUTH, season=by_name(NUMBER), red_flag_missing=TRUTH,
)  # fmt: skip
_FILE = thing(file=TEXT, language=word("nb", "en"))
_PAPER = thing(files=many(TEXT), pages=maybe(COUNT))
_CYCLE = thing(cycle=PERIOD, start=maybe(DAY), end=maybe(DAY), started_on=maybe(DAY), closed_on=maybe(DAY))
_GRADED = thing(id=TEXT, title=TEXT, grade=maybe(NUMBER), score=maybe(NUMBER), status=TEXT)
_BACKUP = thing(file=TEXT, when=MOMENT, reason=TEXT, reason_text=TEXT, bytes=COUNT)
_REVERTED: Shape = {
    **thing(change=COUNT, what_text=TEXT, written=TRUTH, values=COUNT, left_alone=COUNT),
    "required": ["change", "what_text", "written"],
}
_ENTRY = thing(
    change=COUNT, when=MOMENT, author=maybe(TEXT), what_text=TEXT, before_text=maybe(TEXT), after_text=maybe(TEXT),
    cells=COUNT, numbers=COUNT, takes_back=maybe(COUNT), taken_back=TRUTH,
)  # fmt: skip
_RESTORE = thing(
    moment=MOMENT, values=COUNT, changes_since=COUNT, kept=COUNT, only_in_the_backup=COUNT, changes_text=many(TEXT),
    written=TRUTH,
)  # fmt: skip
_MADE: Shape = {"anyOf": [thing(folder=TEXT, backups=many(_BACKUP), made=maybe(_BACKUP)), thing(file=TEXT)]}
_TRIP = thing(sent=COUNT, received=COUNT, waiting_text=many(TEXT))
DOCUMENTS: dict[str, Shape] = {
    "new": _FILE,
    "sample": _FILE,
    "library": thing(kpis=many(_KPI), templates=many(thing(id=TEXT, name=TEXT, kpis=many(TEXT)))),
    "kpi add": thing(kpis=many(thing(id=TEXT, name=TEXT)), written=TRUTH),
    "kpi template": thing(added=COUNT, kept=many(TEXT), written=TRUTH),
    "kpi define": thing(id=TEXT, name=TEXT, inputs=many(TEXT), written=TRUTH),
    "kpi target": thing(kpi=TEXT, targets=many(_TARGET), written=TRUTH),
    "goal rename": thing(
        id=TEXT, title=TEXT, start=maybe(NUMBER), target=maybe(NUMBER), low=maybe(NUMBER), high=maybe(NUMBER),
        unit_code=maybe(TEXT), written=TRUTH,
    ),
    "check-in": thing(
        id=TEXT, goal=TEXT, title=TEXT, day=maybe(DAY), value=maybe(NUMBER), confidence=maybe(COUNT), note=TEXT,
        written=TRUTH,
    ),
    "cycle start": with_(_CYCLE, written=TRUTH),
    "close": with_(_CYCLE, results=many(_GRADED), written=TRUTH),
    "reopen": with_(_CYCLE, written=TRUTH),
    "set": numbers.SET,
    "import": numbers.IMPORT,
    "inputs": numbers.INPUTS,
    "sources": numbers.SOURCES,
    "export": numbers.EXPORT,
    "show": figures.SHOW,
    "due": figures.DUE,
    "review": _PAPER,
    "board": _PAPER,
    "kpi-sheet": _PAPER,
    "manual": _PAPER,
    "history": thing(changes=many(_ENTRY)),
    "undo": _REVERTED,
    "redo": _REVERTED,
    "backup": _MADE,
    "restore": _RESTORE,
    "merge": numbers.MERGE,
    "hub init": thing(sql=TEXT, written=TRUTH),
    "hub join": with_(_TRIP, file=TEXT, server=TEXT, written=TRUTH),
    "hub status": thing(server=maybe(TEXT), answers=maybe(TRUTH), there=maybe(TRUTH), **said("problem")),
    "hub sync": _TRIP,
    "hub invite": thing(
        file=TEXT, server=TEXT, user=TEXT, written=TRUTH, admitted=TRUTH, **said("problem"),
    ),
    "hub pack": thing(server=TEXT, before=COUNT, after=COUNT, written=TRUTH),
    "hub leave": thing(server=TEXT, written=TRUTH),
    "company": thing(
        fiscal_year_start=COUNT, cycle_length=TEXT, employees=maybe(COUNT), cycles=many(PERIOD),
        numbers_moved=COUNT, rows_moved=COUNT, in_the_way=COUNT, written=TRUTH,
    ),
    "password": thing(locked=TRUTH, weak=TRUTH),
    "check": thing(ok=TRUTH, problems=many(thing(**said("problem")))),
    "log": thing(file=TEXT, lines=many(TEXT)),
    "schema": {"type": "object"},
    "doctor": thing(
        ok=TRUTH, versions=by_name(TEXT), surroundings=by_name(TEXT),
        findings=many(thing(grade=word("fine", "note", "trouble"), **said("finding"))),
    ),
    "install": thing(folder=TEXT, files=many(TEXT)),
    "uninstall": thing(removed=many(TEXT), kept=many(TEXT)),
    "completion": thing(shell=word("bash", "zsh", "fish"), script=TEXT),
}  # fmt: skip
"""What each command prints, without the version that every document begins with."""


def document(command: str) -> Shape:
    """The whole schema of what a command prints with ``--json``."""
    shape = DOCUMENTS[command]
    if command == "schema":
        return {"$schema": DIALECT, "title": f"kpidesk {command} --json", **shape}
    return {"$schema": DIALECT, "title": f"kpidesk {command} --json", **_versioned(shape)}


def _versioned(shape: Shape) -> Shape:
    if "anyOf" in shape:
        return {"anyOf": [_versioned(each) for each in shape["anyOf"]]}
    version = {"schema": {"const": SCHEMA, "description": "grows when a field changes its meaning"}}
    properties = {**version, **shape["properties"]}
    return {**shape, "properties": properties, "required": ["schema", *shape["required"]]}
