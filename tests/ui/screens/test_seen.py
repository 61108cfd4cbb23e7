"""Every page as it is painted, in light and dark: no text stands out less than it must.

``tests/ui/base/test_contrast.py`` tells which colour is written on which ground; here it is looked for on the screen.
"""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kpidesk.domain.entities import Kpi
from kpidesk.workspace import Workspace
from tests import long
from tests.ui.screens.seen import weak_texts
from tests.ui.settled import settle
from ui.base.theme import Theme

PLACES = ("overview", "goals", "kpis", "kpi", "entry", "review", "history", "guide")
SHOWN = long.either(
    {("light", "ordinary"): PLACES[::2], ("dark", "ordinary"): PLACES[1::2]},
    dict.fromkeys(product(("light", "dark"), ("ordinary", "high")), PLACES),
)
"""Pages, by look and contrast: each of them once, or in all four."""
SIZE = (1024, 640)


@pytest.fixture
def looked_at(theme: Theme):
    yield theme
    theme.apply("light", "ordinary")


def test_every_text_on_a_page_can_be_read(make_window, bakery: Workspace, looked_at: Theme, monkeypatch) -> None:
    bakery.sharing.publish()
    window = make_window(bakery.path, place="overview", size=SIZE)
    found = []
    for (look, contrast), places in SHOWN.items():
        window.places.drop()
        looked_at.apply(look, contrast)
        for place in places:
            window.go(place, window.session.ws.all(Kpi)[0].uid if place == "kpi" else None)
            settle()
            found += [f"{place}, {look} {contrast}: {each}" for each in weak_texts(window, monkeypatch)]
    assert not found, "\n" + "\n".join(found)


def test_a_text_that_is_too_faint_is_found(qtbot, monkeypatch) -> None:
    """One that just fails among one that does not, and one that is disabled."""
    box = QWidget()
    box.setStyleSheet("background: #FFFFFF; font-size: 15px")
    column = QVBoxLayout(box)
    for words, color in (("faint", "#8A8A8A"), ("strong", "#555555"), ("out of use", "#BBBBBB")):
        label = QLabel(words)
        label.setStyleSheet(f"color: {color}")
        label.setEnabled(words != "out of use")
        column.addWidget(label)
    qtbot.addWidget(box)
    with qtbot.waitExposed(box):
        box.show()
    assert [each.split("'")[1] for each in weak_texts(box, monkeypatch)] == ["faint"]
