"""The size of text: chosen by keys or in the settings, remembered on this machine, and followed by what is drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.app.settings_dialog import SettingsDialog
from ui.app.window import Window
from ui.base import scale
from ui.base.theme import Theme, sized
from ui.kpis.kpi_filters import KpiFilters

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _ordinary_afterwards(theme: Theme):
    yield
    theme.resize(scale.ORDINARY)


@pytest.fixture
def window(make_window: Callable[..., Window], workspace: Workspace) -> Window:
    own_kpis.define(workspace, name="Omsetning")
    workspace.sharing.publish()
    made = make_window(workspace.path)
    made.resize(1440, 868)
    return made


@pytest.fixture
def bare(make_window: Callable[..., Window]) -> Window:
    """Without a file: a size passes over all that is in view, and makes it anew."""
    return make_window()


def test_keys_make_text_larger_and_smaller_and_ordinary_again(bare: Window, settings) -> None:
    for key, percent in ((Key.Key_Plus, 110), (Key.Key_Plus, 120), (Key.Key_Minus, 110), (Key.Key_0, 100)):
        QTest.keyClick(bare, key, CONTROL)
        assert scale.percent() == percent
        assert int(settings.value("text_size")) == percent


def test_text_stays_within_what_is_offered(bare: Window) -> None:
    for end, step in ((scale.MOST, "text_larger"), (scale.LEAST, "text_smaller")):
        scale.use(end)
        bare.commands.run(step)
        assert scale.percent() == end
    scale.use(scale.ORDINARY)


def test_rows_rail_fonts_and_the_arrow_of_a_goal_follow(window: Window, theme: Theme, qtbot) -> None:
    window.go("goals")
    view = window.page().view
    row, rail, font = view.sizeHintForRow(0), window.rail.width(), theme.font("body").pixelSize()
    theme.resize(140)
    window.go("goals")
    view = window.page().view
    assert theme.font("body").pixelSize() == round(font * 1.4)
    assert view.sizeHintForRow(0) == pytest.approx(row * 1.4, abs=1)
    assert window.rail.narrow, "1440 pixels are 1029 of the ordinary size"
    assert rail == 184 and window.rail.width() == round(56 * 1.4)
    first = view.model().index(0, 0)
    assert view.isExpanded(first)
    rect = view.visualRect(first)
    at = rect.topLeft() + QPoint(round((24 + 6) * 1.4), rect.height() // 2)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not view.isExpanded(first)


def test_the_settings_offer_the_size_and_remember_it_and_the_place_stays(window: Window, settings, qtbot) -> None:
    window.go("entry")
    dialog = SettingsDialog(settings, window.session, window)
    qtbot.addWidget(dialog)
    offered = [dialog.text_size.itemData(place) for place in range(dialog.text_size.count())]
    assert offered == [90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200]
    dialog.text_size.setCurrentIndex(offered.index(130))
    dialog.accept()
    window.commands.apply_settings()
    assert scale.percent() == 130
    assert window.place == "entry"


def test_the_settings_offer_high_contrast_and_remember_it(bare: Window, theme: Theme, settings, qtbot) -> None:
    dialog = SettingsDialog(settings, None, bare)
    qtbot.addWidget(dialog)
    assert dialog.contrast.currentData() == "system"
    dialog.contrast.setCurrentIndex(dialog.contrast.findData("high"))
    dialog.accept()
    bare.commands.apply_settings()
    assert theme.high and settings.value("contrast") == "high"
    assert SettingsDialog(settings, None, bare).contrast.currentData() == "high"
    theme.apply("light", "ordinary")


@pytest.mark.parametrize("stored", [None, "", "77", "1000", "stor", "-120"])
def test_a_size_that_is_none_is_not_taken(stored: object) -> None:
    assert scale.chosen(stored, 120) == 120


def test_the_first_start_follows_the_system_within_the_limits(theme: Theme, monkeypatch) -> None:
    for pixels, percent in ((15, 100), (9, 100), (18, 120)):
        monkeypatch.setattr(theme, "_system_pixels", pixels)
        monkeypatch.setattr("ui.base.theme.sys.platform", "linux")
        assert theme.system_text() == percent


def test_lines_keep_their_strength_and_fields_grow(theme: Theme) -> None:
    scale.use(140)
    assert sized("border: 1px solid; min-height: 28px; max-height: 16777215px") == (
        "border: 1px solid; min-height: 39px; max-height: 16777215px"
    )
    scale.use(100)


def test_the_ring_of_a_signal_stands_in_the_middle_of_its_button_at_any_size(theme: Theme, qtbot) -> None:
    for percent in (100, 140):
        scale.use(percent)
        filters = KpiFilters(theme)
        qtbot.addWidget(filters)
        image = filters.signals.icon().pixmap(filters.signals.iconSize()).toImage()
        lines = [y for y in range(image.height()) if any(image.pixelColor(x, y).alpha() for x in range(image.width()))]
        assert abs(lines[0] + lines[-1] + 1 - image.height()) <= 2, percent
    scale.use(100)


def test_what_can_be_pressed_is_no_smaller_where_text_is(theme: Theme) -> None:
    scale.use(scale.LEAST)
    assert sized("padding: 10px; min-height: 22px") == "padding: 9px; min-height: 22px"
    assert scale.px(24) == 22 and scale.pressed(24) == scale.TARGET == 24
    scale.use(140)
    assert scale.pressed(24) == scale.px(24) == 34
    scale.use(100)


@pytest.mark.parametrize("percent", [100, 140, 200])
def test_a_box_is_ticked_wherever_its_square_is_pressed(percent: int, theme: Theme, qtbot) -> None:
    theme.resize(percent)
    for words in ("", "Vis alle"):
        box = QCheckBox(words)
        qtbot.addWidget(box)
        box.show()
        top, edge = (box.height() - scale.TARGET) // 2, scale.TARGET - 1
        assert all(box.hitButton(QPoint(x, top + y)) for x in (0, edge) for y in (0, edge)), words
