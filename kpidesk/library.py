"""The shipped library of KPIs and starter templates, in bokmål and English.

An *example* is what people look for by name (“NPS”, “Absence”); it is measured by one or more precise
KPIs. The content lies in ``resources/library``; it is read once, when somebody first asks for it.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from kpidesk import assets
from kpidesk.domain.due import ACCOUNTS_GRACE_DAYS
from kpidesk.domain.entities import Combine, Direction, Indicator, Window
from kpidesk.domain.period import Frequency
from kpidesk.text import _, language

COUNTS_PERSONS = {
    "enps": "enps_respondents",
    "esat": "esat_respondents",
    "employee_turnover_12m": "headcount",
    "voluntary_turnover_12m": "headcount",
    "absence_spells_12m": "headcount",
    "salary_growth": "fte",
    "personnel_cost_per_fte": "fte",
}
"""The input that counts the persons behind a sensitive KPI, where one of its own inputs does."""


@dataclass(frozen=True)
class LibraryInput:
    """A measured quantity of the library; ``weight`` and ``dimension`` are ids, empty where there is none.

    ``rhythm`` is how often the most frequent of the KPIs that read it needs it. ``figure`` is the figure of the
    accounts that gives it, empty where they have none.
    """

    id: str
    name: str
    unit: str
    combine: Combine
    weight: str
    dimension: str
    note: str
    rhythm: Frequency
    figure: str = ""


@dataclass(frozen=True)
class LibraryKpi:
    """A precise KPI. ``target`` is the limit of what is on track and ``red_flag`` of what is serious.

    A KPI to be maintained has a band from ``target`` to ``high`` with a flag on either side. ``counters``
    are ids of KPIs that show when this one is pressed too hard. ``sensitive_why`` says why a number of few
    persons is hidden. Limits that are ``size_dependent`` are
    those of the example company and no advice to another. ``ask`` is the question for its number in a ``{period}``,
    where it has one of its own.
    """

    id: str
    example: int
    department: str
    name: str
    short_name: str
    abbreviation: str
    definition: str
    formula: str
    inputs: tuple[str, ...]
    unit: str
    decimals: int
    range_min: float | None
    range_max: float | None
    direction: Direction
    frequency: Frequency
    target: float
    high: float | None
    red_flag: float
    red_high: float | None
    size_dependent: bool
    indicator: Indicator
    customer_facing: bool
    pitfall: str
    counters: tuple[str, ...]
    sensitive: bool
    sensitive_why: str
    group: str
    source: str
    grace_days: int | None
    members_add: bool
    ask: str = ""

    @property
    def plain(self) -> bool:
        """Tell whether the KPI is an input as it stands."""
        return self.formula in self.inputs


@dataclass(frozen=True)
class Example:
    """What people look for; the first of its KPIs is offered first."""

    number: int
    name: str
    department: str
    kpis: tuple[LibraryKpi, ...]


@dataclass(frozen=True)
class Department:
    """A department of the library."""

    key: str
    name: str
    icon: str


@dataclass(frozen=True)
class Dimension:
    """What inputs can be split by, and the parts that most companies have."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class TemplateKpi:
    """A KPI of a template, with limits for that line of business."""

    kpi: LibraryKpi
    target: float
    high: float | None
    red_flag: float
    red_high: float | None


@dataclass(frozen=True)
class TemplateResult:
    """A key result of a template."""

    title: str
    unit: str
    start: float
    target: float
    kpi: str
    window: Window


@dataclass(frozen=True)
class TemplateObjective:
    """An objective of a template."""

    title: str
    results: tuple[TemplateResult, ...]


@dataclass(frozen=True)
class Template:
    """A line of business: a strategy, a few KPIs and goals to begin with."""

    id: str
    name: str
    strategy: str
    kpis: tuple[TemplateKpi, ...]
    objectives: tuple[TemplateObjective, ...]

    @property
    def kpi_names(self) -> tuple[str, ...]:
        """The short names of its KPIs."""
        return tuple(each.kpi.short_name for each in self.kpis)


# ---- reading -------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _files() -> Mapping[str, Any]:
    folder = assets.path("library")
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}


@dataclass(frozen=True)
class _Shelf:
    """The whole content in one language."""

    departments: tuple[Department, ...]
    inputs: Mapping[str, LibraryInput]
    kpis: Mapping[str, LibraryKpi]
    examples: tuple[Example, ...]
    dimensions: Mapping[str, Dimension]
    templates: tuple[Template, ...]
    reference_company: str


@lru_cache(maxsize=2)
def _shelf(spoken: str) -> _Shelf:
    files = _files()
    shelf = files["shelf"]
    departments = tuple(Department(key, row[spoken], row["icon"]) for key, row in shelf["departments"].items())
    kpis = {
        row["id"]: _kpi(row, department.key, spoken, files["inputs"]["inputs"])
        for department in departments
        for row in files[department.key]["kpi"]
    }
    names = {
        row["example"]: row[f"example_{spoken}"] for department in departments for row in files[department.key]["kpi"]
    }
    dimensions = {
        key: Dimension(row[spoken], tuple(row[f"members_{spoken}"])) for key, row in shelf["dimensions"].items()
    }
    return _Shelf(
        departments,
        {key: _input(key, row, spoken, kpis.values()) for key, row in files["inputs"]["inputs"].items()},
        kpis,
        tuple(_example(number, name, kpis.values()) for number, name in names.items()),
        dimensions,
        tuple(_template(row, spoken, kpis) for row in files["templates"]["template"]),
        shelf["reference_company"][spoken],
    )


def _input(key: str, row: Mapping[str, Any], spoken: str, kpis: Iterable[LibraryKpi]) -> LibraryInput:
    rhythm = min((each.frequency for each in kpis if key in each.inputs), key=lambda each: each.rank)
    return LibraryInput(
        key, row[f"name_{spoken}"], row["unit"], Combine(row["combine"]), row.get("weight", ""),
        row.get("dimension", ""), row.get(f"note_{spoken}", ""), rhythm, row.get("saft_figure", ""),
    )  # fmt: skip


def _kpi(row: Mapping[str, Any], department: str, spoken: str, inputs: Mapping[str, Any]) -> LibraryKpi:
    name = row[f"name_{spoken}"]
    low, high, red, red_high = _limits(row)
    of_accounts = any(inputs[key]["saft"] == "yes" for key in row["inputs"])
    weights = [inputs[key]["weight"] for key in row["inputs"] if "weight" in inputs[key]]
    return LibraryKpi(
        id=row["id"], example=row["example"], department=department, name=name,
        short_name=row.get(f"short_{spoken}", name), abbreviation=row.get("abbreviation", ""),
        definition=row[f"definition_{spoken}"], formula=row["formula"],
        inputs=tuple(dict.fromkeys([*row["inputs"], *weights])), unit=row["unit"], decimals=row["decimals"],
        range_min=_number(row.get("range_min")), range_max=_number(row.get("range_max")),
        direction=Direction(row["direction"]), frequency=Frequency(row["frequency"]), target=low, high=high,
        red_flag=red, red_high=red_high, size_dependent=row["size_dependent"], indicator=Indicator(row["indicator"]),
        customer_facing=row["customer_facing"], pitfall=row[f"pitfall_{spoken}"], counters=tuple(row["pairs_with"]),
        sensitive=row["sensitive"], sensitive_why=row.get(f"sensitive_why_{spoken}", ""),
        group=COUNTS_PERSONS.get(row["id"], ""), source=_where(row, spoken),
        grace_days=ACCOUNTS_GRACE_DAYS if of_accounts else None, members_add=row.get("dimension_total") != "none",
        ask=row.get(f"ask_{spoken}", ""),
    )  # fmt: skip


def _where(row: Mapping[str, Any], spoken: str) -> str:
    """Where the number is found; a survey's question belongs to it, since another one makes another number."""
    found = str(row[f"find_{spoken}"])
    if "question_scale" not in row:
        return found
    answers = {"yes-no": _("yes or no"), "open": _("an open question")}
    scale = answers.get(row["question_scale"], row["question_scale"].replace("-", "–"))
    words = row[f"question_{spoken}"].format(company=_("[the company]"), trade=_("[the trade]"))
    return " ".join((found, _("Ask: “{question}” ({scale}).").format(question=words, scale=scale)))


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _limits(row: Mapping[str, Any]) -> tuple[float, float | None, float, float | None]:
    """Target, upper edge and red flags of a KPI or of a template's KPI.

    “On track” begins at the green limit, not at the ambition above it: a KPI within its green limit needs
    nobody's attention. The amber limit is where it becomes serious.
    """
    green, amber = row["green"], row["amber"]
    if isinstance(green, list):
        return float(green[0]), float(green[1]), float(amber[0]), float(amber[1])
    return float(green), None, float(amber), None


def _example(number: int, name: str, kpis: Iterable[LibraryKpi]) -> Example:
    own = tuple(kpi for kpi in kpis if kpi.example == number)
    return Example(number, name, own[0].department, own)


def _template(row: Mapping[str, Any], spoken: str, kpis: Mapping[str, LibraryKpi]) -> Template:
    return Template(
        row["id"],
        row[f"name_{spoken}"],
        row[f"strategy_{spoken}"],
        tuple(TemplateKpi(kpis[each["id"]], *_limits(each)) for each in row["kpi"]),
        tuple(
            TemplateObjective(each[f"title_{spoken}"], tuple(_result(result, spoken) for result in each["key_result"]))
            for each in row["objective"]
        ),
    )


def _result(row: Mapping[str, Any], spoken: str) -> TemplateResult:
    window = Window.COMBINED if row.get("reads") == "cycle" else Window.LATEST
    return TemplateResult(
        row[f"title_{spoken}"], row["unit"], float(row["start"]), float(row["target"]), row.get("kpi", ""), window
    )


# ---- what is asked of it, in the language in force -----------------------------------------------


def departments() -> tuple[Department, ...]:
    """The departments, in order."""
    return _shelf(language()).departments


def department_name(key: str) -> str:
    """The name of a department."""
    return next(each.name for each in departments() if each.key == key)


def examples(department: str = "") -> tuple[Example, ...]:
    """The examples of a department, or all of them."""
    return tuple(each for each in _shelf(language()).examples if department in ("", each.department))


def kpis() -> tuple[LibraryKpi, ...]:
    """Every KPI, in order."""
    return tuple(_shelf(language()).kpis.values())


def kpi(name: str) -> LibraryKpi:
    """The KPI with an id; raises ``KeyError``."""
    return _shelf(language()).kpis[name]


def measured(name: str) -> LibraryInput:
    """The input with an id; raises ``KeyError``."""
    return _shelf(language()).inputs[name]


def inputs() -> tuple[LibraryInput, ...]:
    """Every input, in order."""
    return tuple(_shelf(language()).inputs.values())


def dimension(name: str) -> Dimension:
    """What an input can be split by; raises ``KeyError``."""
    return _shelf(language()).dimensions[name]


def templates() -> tuple[Template, ...]:
    """The starter templates, in order."""
    return _shelf(language()).templates


def template(name: str) -> Template:
    """The template with an id; raises ``KeyError``."""
    return {each.id: each for each in templates()}[name]


def template_ids() -> tuple[str, ...]:
    """The ids of the templates, in order."""
    return tuple(each.id for each in templates())


def reference_company() -> str:
    """Which company the size-dependent limits are made for."""
    return _shelf(language()).reference_company


# ---- search --------------------------------------------------------------------------------------

FIRST, WHOLE, BEGINS, INSIDE, NOWHERE = 0, 2, 4, 6, 9
OF_A_KPI = ANOTHER_WORD = 1
Name = tuple[str, tuple[str, ...], int]
"""A name, folded, its words, and how much less it counts than what it names is called itself."""
Key = TypeVar("Key", int, str)


def search(text: str) -> tuple[Example, ...]:
    """Examples found by name or abbreviation in both languages, the best first.

    The beginning of a name counts most, then a whole word, the beginning of a word and any place inside;
    where that is the same, the example's own name counts more than that of one of its KPIs. Each word typed
    must be found. Accents and case do not matter.
    """
    found = ranked(text, _index())
    if found is None:
        return examples()
    by_number = {example.number: example for example in examples()}
    return tuple(by_number[number] for number in found)


def ranked(text: str, names: Mapping[Key, tuple[Name, ...]]) -> list[Key] | None:
    """The keys whose names hold every word of a text, the best first, and before all those that are called so and no
    more; ``None`` where nothing is typed."""
    wanted = folded(text).split()
    if not wanted:
        return None
    found = []
    for place, (key, own) in enumerate(names.items()):
        ranks = [min(_rank(word, own), default=NOWHERE) for word in wanted]
        if NOWHERE not in ranks:
            less = min((less for name, _words, less in own if name.split() == wanted), default=NOWHERE)
            found.append((less, sum(ranks), place, key))
    return [key for _whole, _points, _place, key in sorted(found, key=lambda each: each[:3])]


def _rank(word: str, names: Iterable[Name]) -> Iterable[int]:
    for name, words, less in names:
        if word not in name:
            continue
        if name.startswith(word):
            yield FIRST + less
        elif word in words:
            yield WHOLE + less
        elif any(each.startswith(word) for each in words):
            yield BEGINS + less
        else:
            yield INSIDE + less


@lru_cache(maxsize=1)
def _index() -> Mapping[int, tuple[Name, ...]]:
    """Every name that an example goes by, in both languages, and what else its KPIs are called."""
    found: dict[int, list[Name]] = {}
    own = ("example_nb", "example_en", "abbreviation")
    others = [f"{field}_{spoken}" for field in ("name", "short") for spoken in ("nb", "en")]
    for key in _files()["shelf"]["departments"]:
        for row in _files()[key]["kpi"]:
            names = [_name(row[field], 0) for field in own if field in row]
            names += [_name(row[field], OF_A_KPI) for field in others if field in row]
            names += [_name(words, OF_A_KPI) for words in (*row.get("called", ()), *row.get("also", ()))]
            found.setdefault(row["example"], []).extend(names)
    return {number: tuple(names) for number, names in found.items()}


@lru_cache(maxsize=1)
def names_by_kpi() -> Mapping[str, tuple[str, ...]]:
    """All that each KPI is called, in both languages, by its id; ``also`` only leads to it in the search."""
    fields = ("name_nb", "name_en", "short_nb", "short_en", "abbreviation")
    rows = [row for key in _files()["shelf"]["departments"] for row in _files()[key]["kpi"]]
    named = ((row["id"], [row[field] for field in fields if field in row], row.get("called", ())) for row in rows)
    return {uid: tuple(dict.fromkeys((*names, *others))) for uid, names, others in named}


@lru_cache(maxsize=1)
def trade_names() -> Mapping[str, tuple[Name, ...]]:
    """Every name that the trade of a template goes by, in both languages."""
    return {
        row["id"]: (
            *(_name(row[field], 0) for field in ("name_nb", "name_en")),
            *(_name(words, ANOTHER_WORD) for words in row["also"]),
        )
        for row in _files()["templates"]["template"]
    }


def _name(text: str, less: int) -> Name:
    name = folded(text)
    return name, tuple(name.replace("-", " ").replace("(", " ").replace(")", " ").split()), less


def folded(text: str) -> str:
    """A text without accents and case, for comparing."""
    spelled = text.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
