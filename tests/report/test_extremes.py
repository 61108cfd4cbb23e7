"""Any numbers, names, units and sizes at all: the pages still hold together."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from kpidesk import text
from kpidesk.domain.entities import Direction
from kpidesk.report.compose import review_of
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.layout import lay_out, lay_out_board, lay_out_sheet
from kpidesk.report.model import KpiGroup, KpiSheet, PeriodRow
from tests import long

WORDS = ("A", "Kjempelangt navn på en KPI som ingen kan huske", "W" * 27, "R&D", "x" * 300, "én to tre " * 40)
UNITS = ("currency", "count", "percent", "hours", "score", "ratio", "tusen", "enheter per døgn", "°C")


def names(chance: random.Random, known):
    """KPIs with values from a millionth to ten million million, on either side of zero."""

    def number() -> float:
        return chance.choice((1, -1)) * 10 ** chance.uniform(-6, 13)

    return tuple(
        (chance.choice((name, *WORDS)), chance.choice(UNITS), chance.choice((0, 1, 2, 4)), number(), number(),
         chance.choice(list(Direction)))
        for name, *_rest in known
    )  # fmt: skip


def restated(review):
    groups = tuple(
        KpiGroup(g.name, tuple(replace(k, restated="Endret siden gjennomgangen: nå 1 234 tkr.") for k in g.kpis))
        for g in review.groups
    )
    return replace(review, groups=groups)


def sheet_of(chance, review, kpi):
    row = PeriodRow("3. kvartal 2026", kpi.value, kpi.target, kpi.variance, kpi.status, kpi.status_word)
    pairs = (("Definisjon", chance.choice(WORDS)), ("Kilde", chance.choice(WORDS)))
    notes = tuple(note.text for note in kpi.chart.notes)
    return KpiSheet(review.running, kpi, pairs, (row,) * chance.choice((0, 1, 13)), kpi.sentence, notes)


@pytest.mark.parametrize("seed", range(long.either(6, 12)))
def test_whatever_the_numbers_nothing_collides(factory, linter, monkeypatch, seed):
    chance = random.Random(seed)
    monkeypatch.setattr(factory, "NAMES", names(chance, factory.NAMES))
    language, paper = chance.choice(("nb", "en")), chance.choice(("A4", "Letter"))
    with text.using(language):
        review = review_of(factory.material(chance.choice((1, 3, 9, 13, 33)), text=chance.choice(WORDS),
                                            company=chance.choice(WORDS), mixed=True))  # fmt: skip
        review = restated(review) if seed % 2 else review
        documents = [lay_out(review, paper), lay_out_board(review, paper)]
        documents += [lay_out_sheet(sheet_of(chance, review, kpi), paper) for kpi in review.kpis[:2]]
        for document in documents:
            surface = RecordingSurface()
            document.draw(surface)
            assert linter.faults(surface, paper) == []
