"""The example company's review holds together, in the middle of its quarter and after it."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import pytest

from kpidesk import text
from kpidesk.domain.entities import Cycle
from kpidesk.report.compose import compose
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.layout import lay_out
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from kpidesk.workspace import Workspace


@pytest.fixture(scope="module", params=["nb", "en"])
def sample(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    home = Home(folder / "home")
    write_sample(folder / "sample.kpidesk", request.param, home)
    with Workspace.open(folder / "sample.kpidesk", home=home) as ws:
        yield request.param, ws


@cache
def review_on(ws, language, day):
    cycle = next(c for c in ws.all(Cycle) if c.start == dt.date(2026, 1, 1))
    with text.using(language):
        return compose(ws, cycle, as_of=day)


@pytest.mark.parametrize("paper", ["A4", "Letter", "Slides"])
@pytest.mark.parametrize("day", [dt.date(2026, 3, 16), dt.date(2026, 4, 14)])
def test_the_pages_hold_together(sample, linter, paper, day):
    language, ws = sample
    review = review_on(ws, language, day)
    surface = RecordingSurface()
    with text.using(language):
        lay_out(review, paper).draw(surface)
    assert linter.faults(surface, paper) == []
    assert not [word.text for word in surface.texts() if re.search(r"\b\d{4}-(\d\d|W\d\d|Q\d)\b", word.text)]
    if language == "en":
        assert not any(word.text in ("Sammendrag", "I rute", "Usikkert") for word in surface.texts())


def test_the_slide_of_an_objective_shows_how_it_has_moved(sample):
    language, ws = sample
    review = review_on(ws, language, dt.date(2026, 3, 16))
    surface = RecordingSurface()
    with text.using(language):
        document = lay_out(review, "Slides")
        document.draw(surface)
    for goal in review.goals:
        page = document.places[f"goal/{goal.uid}"]
        told = [alt for at, alt, _box in surface.recording.figures if at == page]
        assert f"{goal.title}: {goal.course.sentence}" in told


def test_its_figures_are_those_of_the_screens(sample):
    """Quarter to date 3 364 400 kr; NPS 46; sick leave 6.1 %; uptime 99.93 %."""
    language, ws = sample
    kpis = {k.value for k in review_on(ws, language, dt.date(2026, 3, 16)).kpis}
    comma = "," if language == "nb" else "."
    gap = "\u202f" if language == "nb" else ","
    assert {f"3{gap}364", "46", f"6{comma}1", f"99{comma}93"} <= kpis
