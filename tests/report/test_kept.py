"""A closed review is kept exactly, printed again the same, and tells what has been restated since."""

from __future__ import annotations

import datetime as dt
import json
import lzma
from base64 import b64decode, b64encode

import pytest

from kpidesk import report, text
from kpidesk.cli.show import report as show
from kpidesk.commands import cycles, entry, goals, kpis
from kpidesk.domain.entities import Cycle, Direction, KeptReview, KeyResult, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.export import goals as exported
from kpidesk.exchange.export.asked import Asked
from kpidesk.report import kept, pdf
from kpidesk.report.compose import compose
from kpidesk.settings import Home
from kpidesk.wording import closings
from kpidesk.workspace import Workspace
from tests import own_kpis

QUARTER = Period.parse("2026-Q1")
DAY = dt.date(2026, 4, 14)


@pytest.fixture
def ws(tmp_path):
    with Workspace.create(
        tmp_path / "prøve.kpidesk", company="Fjordbrød bakeri", author="Kari Solberg", home=Home(tmp_path / "home"),
        clock=lambda: dt.datetime(2026, 4, 14, 9, 0, tzinfo=dt.UTC),
    ) as workspace:  # fmt: skip
        kpi = own_kpis.define(
            workspace, name="Nettosalg", unit="currency", frequency=Frequency.MONTH, direction=Direction.INCREASE,
            target=100_000, red_flag=90_000,
        )  # fmt: skip
        for month, value in zip(("2026-01", "2026-02", "2026-03"), (110_000, 120_000, 130_000), strict=True):
            entry.set_value(workspace, workspace.get(Kpi, kpi).inputs[0][1], Period.parse(month), value)
        head = goals.add_objective(workspace, "Selge mer", cycle=cycles.ensure_cycle(workspace, QUARTER))
        goals.add_key_result(workspace, "Nettosalg fra 80 000 til 180 000", parent=head)
        yield workspace


def cycle_of(ws) -> Cycle:
    return ws.get(Cycle, cycles.cycle_uid(QUARTER))


def source_of(ws):
    return ws.all(Kpi)[0].inputs[0][1]


def test_packing_keeps_every_field(reviewed):
    found = {language: reviewed(language, 40, mixed=True) for language in ("nb", "en")}
    packed = kept.pack(found)
    assert kept.unpack(packed) == found
    assert len(packed) < 400_000
    assert pdf.build(kept.unpack(packed)["nb"]) == pdf.build(found["nb"])


def test_a_draft_says_so_until_it_is_closed(ws):
    with text.using("nb"):
        assert compose(ws, cycle_of(ws), as_of=DAY).draft == "Utkast"
        kept.close(ws, cycle_of(ws).uid)
        review = report.review_of(ws, cycle_of(ws), DAY)
    assert (review.draft, review.closed) == ("", "Avsluttet 14.\u00a0april 2026. Tallene er frosset.")


def test_a_reprint_gives_the_same_bytes_whatever_the_day(ws, tmp_path):
    kept.close(ws, cycle_of(ws).uid)
    report.render(ws, cycle_of(ws), tmp_path / "a.pdf", report.Wanted(DAY, "nb"))
    report.render(ws, cycle_of(ws), tmp_path / "b.pdf", report.Wanted(dt.date(2027, 8, 1), "nb"))
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize(("language", "words"), [("nb", "Endret siden"), ("en", "Restated")])
def test_what_is_edited_later_stands_beside_as_restated(ws, language, words):
    kept.close(ws, cycle_of(ws).uid)
    entry.set_value(ws, source_of(ws), Period.parse("2026-03"), 230_000)
    with text.using(language):
        review = report.review_of(ws, cycle_of(ws), DAY)
    (sales,) = review.kpis
    assert sales.value in ("360,0", "360.0")
    assert words in sales.restated
    assert "460" in sales.restated
    (line,) = review.goals[0].results
    assert line.score_text in ("0,50", "0.50")
    assert words in line.restated
    assert "2 " in review.closed
    assert "Nettosalg, " in review.restated or "Nettosalg og" in review.restated or "Nettosalg and" in review.restated


def test_what_is_hidden_since_is_not_printed_again_either(ws):
    kept.close(ws, cycle_of(ws).uid)
    assert tells_sum(report.review_of(ws, cycle_of(ws), DAY))
    for kpi in ws.all(Kpi):
        own_kpis.edit(ws, kpi.uid, sensitive=True)
    review = report.review_of(ws, cycle_of(ws), DAY)
    (sales,) = review.kpis
    assert (sales.value, sales.restated, sales.chart.values[-1]) == ("skjult", "", None)
    (result, *_others) = review.goals[0].results
    assert (result.status, result.score_text, result.now) == ("hidden", "–", "")
    assert review.closed.endswith("Det er skjult tall siden, så dette er dagens tall.")
    assert not tells_sum(review)
    for kpi in ws.all(Kpi):
        kpis.park(ws, kpi.uid)
        assert not tells_sum(report.review_of(ws, cycle_of(ws), DAY)), "nor where it is no longer looked at"
        kpis.delete(ws, kpi.uid)
    with text.using("nb"):
        review = report.review_of(ws, cycle_of(ws), DAY)
    (result, *_others) = review.goals[0].results
    assert (result.status, result.score_text, result.now) == ("hidden", "–", ""), "nor where it has been deleted"
    assert not tells_sum(review) and review.closed.endswith("Det er skjult tall siden, så dette er dagens tall.")


def tells_sum(review):
    """Whether a review tells the sum of the three months; its parts have names of chance, so no shorter than this."""
    return any(words in repr(review) for words in ("360,0", "360.0", "360000", "360\\xa0000"))


def test_a_start_that_was_read_from_a_number_hidden_since_is_told_nowhere(ws):
    entry.set_value(ws, source_of(ws), Period.parse("2025-12"), 76_543)
    (result,), (kpi,) = ws.all(KeyResult), ws.all(Kpi)
    goals.set_measure(ws, result.uid, start=None)
    goals.set_field(ws, result.uid, kpi=kpi.uid)
    goals.rename(ws, result.uid, "Nettosalg øker")
    kept.close(ws, cycle_of(ws).uid)
    changes = ws.history.changes_of(ws.history.entries(1)[0].ref)
    assert "76\\xa0543" in repr(review_now(ws)) and "76543" in repr(outside(ws))
    own_kpis.edit(ws, kpi.uid, sensitive=True)
    for _after in (lambda: None, lambda: cycles.reopen(ws, cycle_of(ws).uid, "Feil"), lambda: kpis.delete(ws, kpi.uid)):
        _after()
        (line,) = review_now(ws).goals[0].results
        assert (line.start, line.numbers.start, line.status) == ("", None, "hidden")
        assert "76\\xa0543" not in repr(review_now(ws))
        assert "76543" not in repr((line, outside(ws)))
        with text.using("nb"):
            told = closings.kept_lines(ws, changes)
        assert told == ["Selge mer: Skjult", "Nettosalg øker: Skjult"]
    assert ws.get(KeyResult, result.uid).start == 76_543, "the file keeps it"


def review_now(ws):
    with text.using("nb"):
        return report.review_of(ws, cycle_of(ws), DAY)


def outside(ws):
    """What the command line and an export tell of goals."""
    return show.everything(ws, None, show.Asked(DAY))["objectives"], exported.goals(ws, Asked()).records


def test_a_restated_review_is_drawn_without_a_fault(ws, linter):
    from kpidesk.report.drawing.surface import RecordingSurface
    from kpidesk.report.layout import lay_out

    kept.close(ws, cycle_of(ws).uid)
    entry.set_value(ws, source_of(ws), Period.parse("2026-03"), 230_000)
    surface = RecordingSurface()
    with text.using("nb"):
        lay_out(report.review_of(ws, cycle_of(ws), DAY)).draw(surface)
    assert linter.faults(surface, "A4") == []
    told = [op.text for op in surface.texts() if op.text.startswith("Endret siden")]
    assert len(told) > 1, "the summary names what has changed, and the panel by how much"


def test_opened_again_the_numbers_are_computed_and_closed_again_they_are_kept_anew(ws):
    kept.close(ws, cycle_of(ws).uid)
    cycles.reopen(ws, cycle_of(ws).uid, "Et tall var feil")
    entry.set_value(ws, source_of(ws), Period.parse("2026-03"), 230_000)
    with text.using("nb"):
        assert report.review_of(ws, cycle_of(ws), DAY).kpis[0].value == "460,0"
        kept.close(ws, cycle_of(ws).uid)
        (sales,) = report.review_of(ws, cycle_of(ws), DAY).kpis
    assert (sales.value, sales.restated) == ("460,0", "")
    assert len(ws.all(KeptReview)) == 1


def test_closing_is_one_step_to_take_back(ws):
    kept.close(ws, cycle_of(ws).uid)
    ws.undo()
    assert cycle_of(ws).closed_on is None
    assert ws.all(KeptReview) == []


def tampered(packed, change):
    data = json.loads(lzma.decompress(b64decode(packed)))
    change(data)
    return b64encode(lzma.compress(json.dumps(data).encode())).decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["nb"].pop("groups"),
        lambda data: data["nb"].update(as_of=7),
        lambda data: data["nb"].update(kpi_message=[["x"]]),
        lambda data: data["nb"]["groups"][0]["kpis"][0].update(position="langt"),
        lambda data: data["nb"]["groups"][0]["kpis"][0]["chart"].update(periods=["2026"]),
        lambda data: data.update(nb=None),
    ],
)
def test_what_was_tampered_with_counts_as_none(reviewed, change):
    packed = kept.pack({"nb": reviewed("nb", 1)})
    assert kept.unpack(tampered(packed, change)) == {}


@pytest.mark.parametrize("packed", ["", "ikke base64!", b64encode(b"ikke lzma").decode(), "A" * 5])
def test_what_is_no_packed_review_counts_as_none(packed):
    assert kept.unpack(packed) == {}


def test_a_packed_bomb_is_not_unpacked():
    bomb = b64encode(lzma.compress(b"0" * (kept.LARGEST + 1))).decode()
    assert kept.unpack(bomb) == {}
