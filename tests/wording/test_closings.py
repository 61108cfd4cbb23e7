"""The closing of a cycle is one change to its reader, with each score that was kept behind it."""

from __future__ import annotations

from kpidesk import text
from kpidesk.commands import check_ins, cycles, entry, goals, kpis
from kpidesk.domain.entities import Kpi, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.report import kept
from kpidesk.wording import closings
from kpidesk.wording.history import Teller
from kpidesk.wording.labels import is_closing
from kpidesk.wording.merges import MergeTeller, total
from kpidesk.wording.restores import restore_lines
from tests import own_kpis


def test_a_closing_is_one_line_in_history_merge_and_restore(shop):
    ws = shop.create()
    cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    for title in ("Flere gjester", "Lavere svinn"):
        goal = goals.add_objective(ws, title, cycle=cycle)
        result = goals.add_key_result(ws, f"{title} i tall", parent=goal, start=0.0, target=10.0, unit="count")
        check_ins.check_in(ws, result, value=4.0, confidence=7)
    copy = shop.folder / "kopi.kpidesk"
    ws.sharing.save_copy(copy)
    ola = shop.open(copy, "Ola")
    kept.close(ola, cycle)
    (entry,) = ola.history.entries(1)
    assert is_closing(entry.label)
    changes = ola.history.changes_of(entry.ref)
    back = shop.folder / "tilbake.kpidesk"
    ola.sharing.save_copy(back)
    report = ws.merging.preview(back)
    with text.using("nb"):
        assert Teller(ola).line(entry, ola.history.briefs([entry])[entry.ref]).words == "Avsluttet 1. kvartal 2026"
        assert closings.kept_lines(ola, changes) == [
            f"{title}{of}: 0,40 · Usikkert" for title in ("Flere gjester", "Lavere svinn") for of in ("", " i tall")
        ]
        (ola_,) = MergeTeller(ola, report).people()
        told = [f"{line.words} {line.after}" for line in ola_.lines]
        assert told[0] == "1. kvartal 2026: avsluttet 12.\u00a0mars 2026" and len(told) == total(report) == 2, told
        assert not [line for line in restore_lines(ola, changes) if "Flere gjester" in line.words]


def test_a_closing_tells_no_score_of_numbers_that_are_hidden_now(shop):
    ws = shop.create()
    quarter = Period.parse("2026-Q1")
    cycle = cycles.ensure_cycle(ws, quarter)
    kpi = own_kpis.define(ws, name="Sykefravær", frequency=Frequency.QUARTER)
    entry.set_value(ws, ws.get(Kpi, kpi).inputs[0][1], quarter, 12.0)
    for title, fed in (("Folk blir", kpi), ("Gjester kommer", None)):
        goal = goals.add_objective(ws, title, cycle=cycle)
        result = goals.add_key_result(ws, f"{title} i tall", parent=goal, start=14.0, target=10.0, kpi=fed)
        if fed is None:
            check_ins.check_in(ws, result, value=12.0)
    kept.close(ws, cycle)
    changes = ws.history.changes_of(ws.history.entries(1)[0].ref)
    own_kpis.edit(ws, kpi, sensitive=True)
    with text.using("nb"):
        told = dict(line.split(": ", 1) for line in closings.kept_lines(ws, changes))
    assert (told["Folk blir"], told["Folk blir i tall"]) == ("Skjult", "Skjult")
    assert told["Gjester kommer"].startswith("0,50") and told["Gjester kommer i tall"].startswith("0,50")
    cycles.reopen(ws, cycle, "Et tall var feil")
    kpis.delete(ws, kpi)
    with text.using("nb"):
        assert dict(line.split(": ", 1) for line in closings.kept_lines(ws, changes)) == told, "its KPI is deleted"
        goals.delete(ws, [node.uid for node in ws.all(Objective) if node.title == "Folk blir"])
        assert sorted(line.split(": ", 1)[1] for line in closings.kept_lines(ws, changes)) == sorted(told.values())
