"""A missing number: what is known of it, and what it would make of the KPIs that read it, in words before Enter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands import entry, people
from kpidesk.domain.entities import Combine, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.entry_values import Numbers
from kpidesk.round import words
from kpidesk.round.number import effects, number_facts
from kpidesk.round.readers import readers_book
from kpidesk.round.steps import Kind, Step
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

TODAY = dt.date(2026, 6, 15)
WEEK = Period.parse("2026-W24")


def morning() -> dt.datetime:
    return dt.datetime.combine(TODAY, dt.time(9), dt.UTC)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "home")
    made = Workspace.create(tmp_path / "a.kpidesk", company="Sykkel", home=home, clock=morning)
    with made, made.sharing.holding(), text.using("nb"):
        yield made


def said(ws: Workspace, uid: str, value: float, period: Period = WEEK) -> str:
    """What would follow from a number, in words."""
    kpis = readers_book(ws).readers(uid)
    found = list(effects(ws, Numbers(ws), (uid, period), value, kpis))
    return words.effect_words(found, len(kpis), TODAY, 1)


def source(ws: Workspace, name: str) -> str:
    return next(each.uid for each in ws.all(Input) if each.name == name)


def test_a_ratio_is_told_with_where_it_comes_from_once_all_its_parts_are_in(ws: Workspace) -> None:
    own_kpis.define(
        ws, name="Konvertering", unit="percent", frequency=Frequency.WEEK, decimals=2, formula="100 * orders / visits",
        inputs={"orders": Combine.SUM, "visits": Combine.SUM},
    )  # fmt: skip
    orders, visits = source(ws, "orders"), source(ws, "visits")
    for uid, value in ((orders, 72.0), (visits, 4390.0)):
        entry.set_value(ws, uid, WEEK.previous(), value)
    assert said(ws, visits, 4405.0) == "Konvertering kan regnes ut når resten er på plass."
    entry.set_value(ws, orders, WEEK, 79.0)
    assert said(ws, visits, 4405.0).replace("\u00a0", " ") == "Da blir Konvertering 1,79 %, opp fra 1,64 %."
    assert said(ws, visits, 9000.0).replace("\u00a0", " ") == "Da blir Konvertering 0,88 %, ned fra 1,64 %."


def test_a_month_of_weeks_is_told_so_far_and_not_held_against_a_whole_one(ws: Workspace) -> None:
    own_kpis.define(ws, name="Salg", frequency=Frequency.MONTH)
    uid = ws.get(Kpi, own_kpis.define(ws, name="Kunder", frequency=Frequency.DAY)).inputs[0][1]
    monthly = own_kpis.define(ws, name="Kunder i måneden", frequency=Frequency.MONTH, inputs={"Kunder": Combine.SUM},
                              formula="kunder")  # fmt: skip
    assert ws.get(Kpi, monthly).inputs[0][1] == uid
    found = said(ws, uid, 30.0, Period.parse("2026-06-14"))
    assert "Da blir Kunder 30." in found
    assert "Da blir Kunder i måneden i juni 30 så langt." in found


def test_the_first_number_has_nothing_to_be_held_against(ws: Workspace) -> None:
    uid = ws.get(Kpi, own_kpis.define(ws, name="Kunder", frequency=Frequency.WEEK)).inputs[0][1]
    assert said(ws, uid, 12.0) == "Da blir Kunder 12."
    entry.set_value(ws, uid, WEEK.previous(), 12.0)
    assert said(ws, uid, 12.0) == "Da blir Kunder fortsatt 12."


def test_a_sensitive_number_about_few_persons_is_not_told(ws: Workspace) -> None:
    heads = ws.get(Kpi, own_kpis.define(ws, name="Ansatte", frequency=Frequency.WEEK, combine=Combine.LAST)).inputs[0][
        1
    ]
    kpi = own_kpis.define(ws, name="Fravær", frequency=Frequency.WEEK, sensitive=True, group=heads)
    uid = ws.get(Kpi, kpi).inputs[0][1]
    entry.set_value(ws, heads, WEEK, 3.0)
    found = said(ws, uid, 7.0)
    assert found == "Fravær: Skjult, fordi det gjelder færre enn 5 personer."
    assert "7" not in found


def test_of_many_kpis_the_first_are_told_and_the_rest_counted(ws: Workspace) -> None:
    for name in ("A", "B", "C", "D", "E"):
        own_kpis.define(ws, name=name, frequency=Frequency.WEEK, inputs={"felles": Combine.SUM}, formula="felles")
    found = said(ws, source(ws, "felles"), 4.0)
    assert found == "Da blir A 4. Da blir B 4. Da blir C 4. 2 KPI-er til bruker tallet."


def test_what_is_known_of_a_number_before_it_is_entered(ws: Workspace) -> None:
    jonas = people.add_person(ws, "Jonas Berg")
    kpi = own_kpis.define(ws, name="Besøk", frequency=Frequency.WEEK, owner=jonas, source="Nettbutikken › Statistikk")
    uid = ws.get(Kpi, kpi).inputs[0][1]
    for back, value in enumerate((4390.0, 4300.0, 4500.0, 4350.0, 4410.0, 4280.0), 1):
        entry.set_value(ws, uid, WEEK.previous(back), value)
    facts = number_facts(ws, Numbers(ws), Step(Kind.NUMBER, uid, WEEK), TODAY)
    assert facts is not None
    assert (facts.before, facts.where, facts.overdue) == ((WEEK.previous(), 4390.0), "Nettbutikken › Statistikk", 0)
    assert words.number_caption(facts) == "Registreres av Jonas Berg · hver uke"
    assert words.number_title(facts, TODAY, 1) == "Besøk i uke 24"
    assert words.number_days(facts).replace("\u00a0", " ") == "8.–14. juni"
    assert words.before_words(facts, TODAY, 1).replace("\u00a0", " ") == "Uke 23: 4 390"
    assert words.usual_words(facts).startswith("Vanligvis ")


def test_a_number_of_a_day_is_named_by_it(ws: Workspace) -> None:
    uid = ws.get(Kpi, own_kpis.define(ws, name="Kunder", frequency=Frequency.DAY)).inputs[0][1]
    day = Period.parse("2026-06-10")
    facts = number_facts(ws, Numbers(ws), Step(Kind.NUMBER, uid, day), TODAY)
    assert facts is not None
    assert words.number_title(facts, TODAY, 1).replace("\u00a0", " ") == "Kunder 10. juni"
    assert words.number_days(facts) == ""
    assert words.before_words(facts, TODAY, 1) == "Det første tallet"
    assert words.number_caption(facts) == "Hver dag", "a KPI made today asks for nothing that is overdue"


def test_what_a_number_has_made_of_a_kpi_is_told_once_it_is_whole(ws: Workspace) -> None:
    uid = ws.get(Kpi, own_kpis.define(ws, name="Kunder", frequency=Frequency.DAY)).inputs[0][1]
    own_kpis.define(ws, name="Kunder i måneden", inputs={"Kunder": Combine.SUM}, formula="kunder")
    day, found = Period.parse("2026-06-10"), readers_book(ws).readers(uid)
    told = list(effects(ws, Numbers(ws), (uid, day), 30.0, found))
    assert words.became_words(told, TODAY, 1).replace("\u00a0", " ") == "Kunder 10. juni ble 30."
    assert words.became_words(told[1:], TODAY, 1) == "", "a month that goes on has come to nothing yet"
