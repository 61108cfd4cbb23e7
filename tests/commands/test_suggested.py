"""A target that came with a template or from the library judges nothing until somebody has confirmed or changed it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import library as shelf
from kpidesk import text
from kpidesk.commands import entry, library, people, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.errors import RuleBroken
from kpidesk.figures import KpiFigures, all_figures, kpi_figures, prospect
from kpidesk.report.kpi_lines import position, variance
from kpidesk.settings import Home
from kpidesk.viz.chart import chart_spec
from kpidesk.workspace import Workspace
from tests import own_kpis

NOW = dt.datetime(2026, 11, 28, 10, tzinfo=dt.UTC)
ENDED = Period.parse("2026-Q3")
ABSENCE = "sick_leave_rate"


@pytest.fixture(autouse=True)
def bokmål() -> Iterator[None]:
    with text.using("nb"):
        yield


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path), clock=lambda: NOW) as made,
        made.sharing.holding(),
    ):
        yield made


@pytest.fixture
def absence(ws: Workspace) -> Kpi:
    """Twenty per cent of the days, far beyond the red flag of the library."""
    people.set_company(ws, people=50)  # sensitive: what is about nobody knows how many is hidden
    (uid,) = library.add_many(ws, [ABSENCE])
    kpi = ws.get(Kpi, uid)
    for _name, source in kpi.inputs:
        for n in range(12):
            entry.set_value(ws, source, ENDED.previous(n), 100.0)
    entry.set_value(ws, kpi.inputs[0][1], ENDED, 20.0)
    return kpi


def seen(ws: Workspace, kpi: Kpi) -> KpiFigures:
    return kpi_figures(ws, kpi, ws.today())


def suggested(ws: Workspace) -> set[bool]:
    return {row.suggested for row in ws.all(Target)}


def test_what_the_library_suggests_is_shown_and_judges_nothing(ws: Workspace, absence: Kpi) -> None:
    found = seen(ws, absence)
    assert found.latest is not None and found.latest.target == shelf.kpi(ABSENCE).target
    assert found.suggested and found.status is Status.NO_TARGET and found.order_score is None
    assert prospect(found, dt.date(2026, 12, 31)) is None
    assert {point.status for point in found.points} == {Status.NO_TARGET}


def test_its_line_stands_in_the_chart_without_fields_of_colour(ws: Workspace, absence: Kpi) -> None:
    before = chart_spec(seen(ws, absence))
    targets.confirm(ws, absence.uid)
    after = chart_spec(seen(ws, absence))
    assert before.suggested and not (before.good_zone or before.amber_zone or before.red_zone or before.red_flag)
    assert not after.suggested and after.good_zone and after.amber_zone and after.red_zone
    assert before.target == after.target and before.target
    assert any("Forslag" in label.text for label in before.end_labels)


def test_on_paper_it_has_no_gap_and_no_place(ws: Workspace, absence: Kpi) -> None:
    from kpidesk.report.kpi_lines import scale_of

    point = seen(ws, absence).latest
    assert position(point, absence.direction) is None
    assert variance(point, absence, scale_of(absence, [20.0])) == ""


def test_confirming_it_is_one_step_and_lets_it_judge(ws: Workspace, absence: Kpi) -> None:
    targets.confirm(ws, absence.uid)
    assert seen(ws, absence).status is Status.OFF_TRACK and suggested(ws) == {False}
    ws.undo()
    assert seen(ws, absence).status is Status.NO_TARGET and suggested(ws) == {True}
    ws.redo()
    with pytest.raises(RuleBroken):
        targets.confirm(ws, absence.uid)


@pytest.mark.parametrize("change", ["number", "same", "steps", "season"])
def test_setting_a_target_makes_it_ones_own_be_it_the_same_number(ws: Workspace, absence: Kpi, change: str) -> None:
    about = shelf.kpi(ABSENCE)
    if change == "number":
        targets.set_target(ws, absence.uid, Step(value=3.0))
    elif change == "same":
        targets.set_target(ws, absence.uid, Step(value=about.target, red_flag=about.red_flag))
    elif change == "steps":
        own_kpis.set_steps(ws, absence.uid, [Step(None, 4.0)])
    else:
        targets.set_target(ws, absence.uid, Step(value=None))
        targets.set_season(ws, absence.uid, dict.fromkeys(Period.parse("2026").parts(absence.frequency), 4.0))
    assert suggested(ws) == {False}
    assert seen(ws, absence).status is Status.OFF_TRACK


def test_every_target_of_a_template_is_suggested(ws: Workspace) -> None:
    library.apply_template(ws, shelf.template_ids()[0])
    assert suggested(ws) == {True}
    assert all(found.suggested for found in all_figures(ws, ws.today()) if found.target is not None)


def test_adding_with_the_librarys_own_number_is_no_confirmation_but_another_number_is(ws: Workspace) -> None:
    about = shelf.kpi(ABSENCE)
    library.add(
        ws, ABSENCE, library.Limits(about.target, high=about.high, red_flag=about.red_flag, red_high=about.red_high)
    )
    assert suggested(ws) == {True}
    ws.undo()
    library.add(ws, ABSENCE, library.Limits(about.target / 2, red_flag=about.red_flag))
    assert suggested(ws) == {False}


def test_a_year_of_suggested_quarters_is_not_judged_either(ws: Workspace, absence: Kpi) -> None:
    found = kpi_figures(ws, absence, ws.today(), Frequency.YEAR)
    assert found.latest is not None and found.latest.suggested and found.latest.status is Status.NO_TARGET


def test_one_confirms_while_the_other_changes_and_a_merge_keeps_both(
    ws: Workspace, absence: Kpi, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.kpidesk"
    ws.sharing.save_copy(copy)
    targets.confirm(ws, absence.uid)
    with Workspace.open(copy, home=Home(tmp_path / "other"), clock=lambda: NOW) as other:
        targets.set_target(other, absence.uid, Step(value=3.0))
    ws.merging.merge(copy)
    (row,) = ws.all(Target)
    assert (row.value, row.suggested) == (3.0, False)
    assert ws.merging.conflicts() == []


OLDER = Path(__file__).parents[2].parent / "shared" / "cases" / "versions" / "worked.kpidesk"


@pytest.mark.skipif(not OLDER.exists(), reason="the files of older versions are not here")
def test_targets_in_a_file_of_an_older_version_stay_as_they_are(tmp_path: Path) -> None:
    shutil.copy(OLDER, tmp_path / "worked.kpidesk")
    with Workspace.open(tmp_path / "worked.kpidesk", home=Home(tmp_path / "home")) as old:
        assert old.all(Target) and suggested(old) == {False}
        assert Status.NO_TARGET not in {found.status for found in all_figures(old, old.today()) if found.target}
        assert old.checking.problems() == []
