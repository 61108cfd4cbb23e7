"""Sources: what is remembered of a file, how the next one is known, and that they travel with the company's file."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands.intake import Existing, Taken, take
from kpidesk.commands.intake import sources as commands
from kpidesk.commands.intake.sources import Remembered
from kpidesk.domain.bounds import LONGEST_RECIPE
from kpidesk.domain.entities import Input, Source
from kpidesk.errors import BadInput, NotFound, RuleBroken
from kpidesk.exchange.intake import compose, file_names, recipe, sources
from kpidesk.exchange.intake.compose import preview
from kpidesk.exchange.intake.preview import Choices
from kpidesk.exchange.intake.recipe import Recipe
from kpidesk.exchange.sheets.book import Book, Kind
from kpidesk.exchange.tables.understood import Role, Said, Understanding
from kpidesk.reading import Order
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.table import table
from tests.understandings import measure, months, understood

NOW = dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with text.using("en"):
        yield


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "home")
    made = Workspace.create(tmp_path / "a.kpidesk", company="A", author="Kari", home=home, clock=lambda: NOW)
    with made as ws, ws.sharing.holding():
        yield ws


def book(name: str = "Salg uke 11.csv") -> Book:
    return Book(name, Kind.TEXT, (), delimiter=";")


def sales(*values: float) -> Understanding:
    return understood(
        measure("Brutto", months(2025, *values)), measure("Kunder i butikken", months(2025, *values)),
        fingerprint="Dato;Brutto;Kunder",
    )  # fmt: skip


def fetched(ws: Workspace, found: Understanding, choices: Choices, name: str, known: Source | None = None) -> Taken:
    shown = preview(ws, found, choices, file=name)
    said = Said(order=Order.DMY, decimal=",")
    return take(ws, compose.taking(shown, sources.remembered(book(name), found, (said, choices), shown, known)))


@pytest.fixture
def remembered(ws: Workspace) -> Source:
    """A source that was remembered when its first file was taken: one column goes to an input, the other is new."""
    uid = own_kpis.add_input(ws, "Bruttosalg", key="gross")
    fetched(ws, sales(1, 2), Choices().going("brutto", Existing(uid)), "Salg uke 10.csv")
    (source,) = ws.all(Source)
    return source


# ---- what is remembered ---------------------------------------------------------------------------


def test_taking_a_file_remembers_how_it_was_read_and_where_each_column_went(ws: Workspace, remembered: Source) -> None:
    assert (remembered.name, remembered.pattern, remembered.file_kind) == ("Salg uke", "Salg uke <n>.csv", "text")
    assert (remembered.fetched_on, remembered.fetched_file, remembered.fetched_numbers) == (
        dt.date(2026, 3, 16), "Salg uke 10.csv", 4,
    )  # fmt: skip
    kept = recipe.read(remembered.recipe)
    assert (kept.said.order, kept.said.decimal, kept.delimiter) == (Order.DMY, ",", ";")
    gone = {name: source.name if source else None for name, source in sources.targets(ws, remembered).items()}
    assert gone == {"Brutto": "Bruttosalg", "Kunder i butikken": "Kunder i butikken"}


def test_numbers_new_kpi_and_source_are_one_change_with_one_undo(ws: Workspace, remembered: Source) -> None:
    ws.undo()
    assert ws.all(Source) == []
    ws.redo()
    assert ws.all(Source) == [remembered]


def test_next_months_file_is_known_by_its_headings_and_goes_where_the_last_one_went(
    ws: Workspace, remembered: Source
) -> None:
    found = sources.recognise(ws.all(Source), book("Salg uke 11.csv"), sales(1, 2, 3))
    assert found is not None
    assert (found.source, found.same_layout) == (remembered, True)
    shown = preview(ws, sales(1, 2, 3), sources.choices_of(ws, found))
    assert (shown.total, shown.in_file) == (2, 6)
    assert [row.new for row in shown.rows] == [None, None]


def test_a_new_column_of_a_known_kind_of_file_is_left_aside(ws: Workspace, remembered: Source) -> None:
    wider = understood(*sales(1, 2).measures, measure("Svinn", months(2025, 9)), fingerprint="Dato;Brutto;Kunder")
    found = sources.recognise(ws.all(Source), book(), wider)
    assert found is not None
    shown = preview(ws, wider, sources.choices_of(ws, found))
    assert [row.name for row in shown.rows if row.into is None] == ["Svinn"]


def test_a_file_of_that_name_with_other_headings_is_known_as_changed(ws: Workspace, remembered: Source) -> None:
    other = understood(measure("Brutto", months(2025, 1)), fingerprint="something else")
    found = sources.recognise(ws.all(Source), book("Salg uke 11.csv"), other)
    assert found is not None
    assert not found.same_layout
    assert sources.recognise(ws.all(Source), book("Lønn.csv"), other) is None


def test_of_two_sources_with_the_same_headings_the_name_decides(ws: Workspace, remembered: Source) -> None:
    commands.remember(ws, Remembered("Oslo", "text", "Oslo <n>.csv", remembered.fingerprint, {}))
    all_of_them = ws.all(Source)
    found = sources.recognise(all_of_them, book("Oslo 3.csv"), sales(1))
    assert found is not None
    assert found.source.name == "Oslo"
    assert sources.recognise(all_of_them, book("unnamed.csv"), sales(1)) is None, "either could be meant"


def test_a_column_whose_input_is_gone_is_matched_anew(ws: Workspace, remembered: Source) -> None:
    found = sources.recognise(ws.all(Source), book(), sales(1))
    assert found is not None
    with ws.transaction(text.msg("x")) as change:
        change.delete(Input, str(found.recipe.into["brutto"]))
    assert list(sources.choices_of(ws, found).into) == ["kunder i butikken"]


def test_a_second_fetch_changes_the_source_and_adds_none(ws: Workspace, remembered: Source) -> None:
    found = sources.recognise(ws.all(Source), book("Salg uke 11.csv"), sales(1, 2, 3))
    assert found is not None
    fetched(ws, sales(1, 2, 3), sources.choices_of(ws, found), "Salg uke 11.csv", found.source)
    (source,) = ws.all(Source)
    assert (source.fetched_file, source.fetched_numbers, source.pattern) == ("Salg uke 11.csv", 2, "Salg uke <n>.csv")
    told = [(each.who, each.file, each.numbers) for each in sources.fetches(ws, source)]
    assert told == [("Kari", "Salg uke 11.csv", 2), ("Kari", "Salg uke 10.csv", 4)]


def test_a_file_without_news_is_entered_as_looked_at(ws: Workspace, remembered: Source) -> None:
    found = sources.recognise(ws.all(Source), book("Salg uke 11.csv"), sales(1, 2))
    assert found is not None
    fetched(ws, sales(1, 2), sources.choices_of(ws, found), "Salg uke 11.csv", found.source)
    (source,) = ws.all(Source)
    assert (source.fetched_file, source.fetched_numbers) == ("Salg uke 11.csv", 0)


# ---- changing them --------------------------------------------------------------------------------


def test_a_source_is_renamed_edited_and_deleted_and_the_numbers_stay(ws: Workspace, remembered: Source) -> None:
    commands.rename(ws, remembered.uid, "Kassen")
    commands.edit(ws, remembered.uid, pattern="Kasse <date>.csv", recipe={"delimiter": ","})
    source = commands.source_named(ws, "kassen")
    assert (source.pattern, recipe.read(source.recipe).delimiter) == ("Kasse <date>.csv", ",")
    commands.delete(ws, source.uid)
    assert ws.all(Source) == []
    assert any(ws.series(each.uid) for each in ws.all(Input))
    ws.undo()
    assert ws.all(Source) == [source]


def test_two_sources_never_have_one_name(ws: Workspace, remembered: Source) -> None:
    other = commands.remember(ws, Remembered("Salg uke", "text", "x.csv", "other", {}))
    assert ws.get(Source, other).name == "Salg uke 2"
    with pytest.raises(RuleBroken, match="already"):
        commands.rename(ws, other, "salg UKE")
    with pytest.raises(BadInput, match="must have a name"):
        commands.rename(ws, other, "  ")
    with pytest.raises(NotFound, match="Available: Salg uke, Salg uke 2"):
        commands.source_named(ws, "Till")


def test_a_recipe_that_is_too_large_is_refused(ws: Workspace) -> None:
    with pytest.raises(BadInput, match="too many columns"):
        commands.remember(ws, Remembered("A", "text", "a.csv", "f", {"x": "y" * LONGEST_RECIPE}))


# ---- colleagues ------------------------------------------------------------------------------------


def test_two_colleagues_who_remember_one_kind_of_file_have_one_source_after_a_merge(tmp_path: Path) -> None:
    def home(name: str) -> Home:
        return Home(tmp_path / name)

    path, copy = tmp_path / "a.kpidesk", tmp_path / "b.kpidesk"
    kind = Remembered("Till", "text", "Till <n>.csv", "Date;Net", {"delimiter": ";"})
    with Workspace.create(path, company="A", author="Kari", home=home("kari")) as kari:
        copy.write_bytes(path.read_bytes())
        with Workspace.open(copy, author="Ola", home=home("ola")) as ola:
            commands.remember(kari, kind)
            uid = commands.remember(ola, kind)
            commands.rename(ola, uid, "Kassen")
        kari.merging.merge(copy)
        assert [source.name for source in kari.all(Source)] == ["Kassen"]
        assert recipe.read(kari.all(Source)[0].recipe).delimiter == ";"


# ---- a recipe that travels --------------------------------------------------------------------------


def test_a_recipe_comes_back_as_it_was_kept() -> None:
    said = Said(
        sheet="Ark1", table=1, headings=2, roles={0: Role.PERIOD, 3: Role.LEFT_OUT}, order=Order.MDY, decimal=".",
        year=2025, start=dt.date(2026, 1, 1), calendar_quarters=True, where=(("Metric", "NPS"),),
        take=frozenset({"future"}), leave=frozenset({"x"}), answers={"twice:2024-10": "sum"},
    )  # fmt: skip
    kept = Recipe(said, {"a": "0" * 32, "b": None}, {"a": "A"}, ";", frozenset({"a"}), ("Uke", "A"))
    assert recipe.read(json.dumps(recipe.plain(kept))) == kept
    none_of_it = Recipe(Said(table=0, headings=0))
    assert recipe.read(json.dumps(recipe.plain(none_of_it))) == none_of_it
    assert recipe.plain(Recipe()) == {}


@table(
    "hostile",
    [
        "", "null", "[]", "{", "[" * 100_000, '"x"', '{"said": 3}', '{"said": {"roles": {"x": "period"}}}',
        '{"said": {"year": 1e400, "table": -1, "start": "2026-99-99", "order": "sideways", "where": [1, [2, 3]]}}',
        '{"into": {"a": "../../etc/passwd"}, "names": {"a": 4}}', " " * (LONGEST_RECIPE + 1),
    ],
)  # fmt: skip
def test_what_is_no_recipe_counts_as_unsaid(hostile: str) -> None:
    assert recipe.read(hostile) == Recipe()


# ---- what files are called ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pattern", "next_one", "called"),
    [
        ("Salg uke 11.csv", "Salg uke <n>.csv", "Salg uke 12.csv", "Salg uke"),
        ("sales_2026-03-09.csv", "sales_<date>.csv", "sales_2026-03-16.csv", "Sales"),
        ("SAF-T Fjordbrød 2025.xml", "SAF-T Fjordbrød <year>.xml", "SAF-T Fjordbrød 2026.xml", "SAF T Fjordbrød"),
        ("Salg mars 2026.xlsx", "Salg <month> <year>.xlsx", "salg april 2026.xlsx", "Salg"),
        ("rapport (2).csv", "rapport.csv", "rapport (7).csv", "Rapport"),
        ("31.01.2026 kasse.txt", "<date> kasse.txt", "28.02.2026 kasse.txt", "Kasse"),
    ],
)
def test_the_name_of_the_next_file_follows_from_that_of_the_last(
    name: str, pattern: str, next_one: str, called: str
) -> None:
    assert file_names.pattern_of(name) == pattern
    assert file_names.matches(pattern, name)
    assert file_names.matches(pattern, next_one)
    assert not file_names.matches(pattern, f"other {next_one}")
    assert file_names.stem_of(name) == called


def test_a_pattern_is_shown_in_the_language_in_force() -> None:
    assert file_names.shown("Salg uke <n>.csv") == "Salg uke ‹no.›.csv"
    with text.using("nb"):
        assert file_names.shown("sales_<date>_<year>.csv") == "sales_‹dato›_‹år›.csv"


def test_a_hostile_pattern_takes_no_time() -> None:
    assert not file_names.matches("<n>" * 80, "1" * 200 + "x")
    assert not file_names.matches("<n>" * 4000, "1" * 4000)


# ---- a newer file ---------------------------------------------------------------------------------------


def test_the_newest_file_of_the_pattern_that_came_after_the_last_fetch_lies_ready(
    ws: Workspace, remembered: Source, tmp_path: Path
) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    assert sources.newer_file(remembered, folder / "none", NOW) is None
    for name, hours in (("Salg uke 10.csv", -2), ("Salg uke 11.csv", 1), ("Salg uke 12.csv", 2), ("Lønn.csv", 3)):
        path = folder / name
        path.write_text("x")
        stamp = (NOW + dt.timedelta(hours=hours)).timestamp()
        os.utime(path, (stamp, stamp))
    assert sources.newer_file(remembered, folder, NOW) == folder / "Salg uke 12.csv"
    assert sources.newer_file(remembered, folder, NOW, {"Salg uke 12.csv"}) == folder / "Salg uke 11.csv"
    assert sources.newer_file(remembered, folder, NOW + dt.timedelta(hours=5)) is None
