from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEvent, QFile, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QFontInfo, QHelpEvent, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QCalendarWidget, QCheckBox, QLabel, QLineEdit, QTableView, QToolTip, QWidget

from kpidesk import assets
from kpidesk.domain.status import Status
from ui.base import scale
from ui.base.look import system_contrast
from ui.base.look.in_memory import in_memory
from ui.base.theme import STYLES, Theme
from ui.overview.overview_page import OverviewPage
from ui.overview.overview_rows import ObjectiveRow
from ui.parts import painters


@pytest.fixture
def both(theme):
    yield theme
    theme.apply("light", "ordinary")


def test_style_sheet_is_complete_in_both_themes(both):
    seen = set()
    for name in ("light", "dark"):
        both.apply(name)
        sheet = both.style_sheet()
        assert "$" not in sheet.replace("$tokens", "")
        seen.add(sheet)
    assert len(seen) == 2


def test_no_rule_of_the_style_sheet_is_about_every_widget(theme):
    rules = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", theme.style_sheet(), flags=re.DOTALL))
    named = {selector.strip() for rule in rules for selector in rule.split(",")}
    assert "QToolTip" in named and not named & {"*", "QWidget", "QFrame", "QLabel"}


def test_days_of_another_month_and_what_can_not_be_ticked_stand_back(qtbot, both):
    for name in ("light", "dark"):
        both.apply(name)
        calendar, box = QCalendarWidget(), QCheckBox("a")
        qtbot.addWidget(calendar)
        qtbot.addWidget(box)
        calendar.ensurePolished()
        box.ensurePolished()
        view = calendar.findChild(QTableView)
        assert view is not None
        view.ensurePolished()
        for widget, role in ((view, QPalette.ColorRole.Text), (box, QPalette.ColorRole.WindowText)):
            colors = widget.palette()
            assert colors.color(QPalette.ColorGroup.Active, role) == both.color("text"), (name, widget)
            assert colors.color(QPalette.ColorGroup.Disabled, role) == both.color("disabled"), (name, widget)


def test_fonts_are_the_shipped_ones(theme):
    for style, (pixels, _weight) in STYLES.items():
        font = theme.font(style)
        assert QFontInfo(font).family() == "Desk Sans"
        assert font.pixelSize() == pixels


def test_icons_take_the_colour_of_the_theme(both):
    def strongest(pixmap):
        image = pixmap.toImage()
        points = ((x, y) for x in range(image.width()) for y in range(image.height()))
        return max((image.pixelColor(x, y) for x, y in points), key=lambda color: color.alpha()).name()

    both.apply("light")
    light = strongest(both.pixmap("plus", "text", 16))
    both.apply("dark")
    assert strongest(both.pixmap("plus", "text", 16)) != light


def test_every_status_has_a_word_and_a_shape_of_its_own(theme):
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QPainter, QPixmap

    shapes, words = set(), set()
    for status in Status:
        pixmap = QPixmap(12, 12)
        pixmap.fill(Qt.GlobalColor.white)
        painter = QPainter(pixmap)
        painters.paint_status(painter, theme, status, 0, 0)
        painter.end()
        image = pixmap.toImage()
        shapes.add(tuple(image.pixelColor(x, y).lightness() < 200 for x in range(12) for y in range(12)))
        words.add(painters.status_word(status))
    assert len(shapes) == len(words) == len(Status)


def test_overview_lists_objectives_and_opens_one(session, workspace, qtbot):
    page = OverviewPage(session)
    qtbot.addWidget(page)
    page.show()
    rows = page.main.findChildren(ObjectiveRow)
    assert [row.figures.node.title for row in rows] == ["Kundene kommer tilbake", "Et sted folk vil bli"]
    went = []
    session.navigate.connect(lambda place, argument: went.append((place, argument)))
    rows[1].pressed.emit()
    assert went == [("goals", rows[1].figures.node.uid)]


def test_all_themes_name_the_same_colours() -> None:
    tokens = assets.read_json("themes", "tokens.json")
    assert list(tokens) == ["light", "dark", "light_high", "dark_high"]
    assert len({tuple(colors) for colors in tokens.values()}) == 1


def test_contrast_is_high_when_that_is_chosen_or_the_system_asks_for_it(both: Theme, monkeypatch) -> None:
    told = []
    both.changed.connect(lambda: told.append(both.colors))
    for asked, contrast, expected in (
        (False, "high", "light_high"), (True, "ordinary", "light"), (True, "system", "light_high"),
        (False, "system", "light"),
    ):  # fmt: skip
        monkeypatch.setattr(both, "system_is_high", lambda asked=asked: asked)
        both.apply("light", contrast)
        assert both.colors == expected
    assert told == ["light_high", "light", "light_high", "light"]


def test_a_change_between_light_and_dark_keeps_the_contrast(both: Theme) -> None:
    both.apply("light", "high")
    both.apply("dark")
    assert both.colors == "dark_high"
    sheet = both.style_sheet()
    assert "$" not in sheet.replace("$tokens", "") and both.hex("line_strong") in sheet
    with both.on_paper():
        assert both.colors == "light", "paper looks the same on every machine"
    assert both.colors == "dark_high"


def test_on_a_system_with_colours_of_its_own_for_high_contrast_they_are_taken(both: Theme, qapp, monkeypatch) -> None:
    def theirs() -> QPalette:
        palette = QPalette(QColor("#000000"))
        palette.setColor(QPalette.ColorRole.WindowText, QColor("#FFFFFF"))
        palette.setColor(QPalette.ColorRole.Link, QColor("#FFFF00"))
        return palette

    monkeypatch.setattr(system_contrast, "has_colors", lambda: True)
    monkeypatch.setattr(both, "system_is_high", lambda: True)
    monkeypatch.setattr(both, "_system_palette", theirs)
    monkeypatch.setattr(both, "_tokens", dict(both._tokens))
    both.apply("light", "system")
    assert both.colors == "dark_high", "as the system's are"
    assert both.color("page") == QColor("#000000") and both.color("accent") == QColor("#FFFF00")
    assert qapp.palette().window().color() == QColor("#000000")


def test_the_hint_in_an_empty_field_can_be_read(both: Theme, qtbot) -> None:
    """A style sheet that colours text makes the hint half as strong, unless it says more."""
    field = QLineEdit()
    qtbot.addWidget(field)
    field.ensurePolished()
    assert field.palette().placeholderText().color() == both.color("text3")


def test_the_programs_icon_is_there_in_the_sizes_that_windows_ask_for(both):
    icon = both.program_icon()
    sizes = sorted(size.width() for size in icon.availableSizes())
    assert sizes == [16, 24, 32, 48, 64, 128]
    small = icon.pixmap(16, 16).toImage()
    assert small.pixelColor(11, 8) != small.pixelColor(9, 8), "a bar, and the ground beside it, on whole pixels"
    assert both.program_mark(48).width() >= 48


def test_a_tip_shows_markup_as_it_stands(theme, qtbot):
    """Names come from anybody's file, and Qt would load pictures that they point at."""
    field = QWidget()
    qtbot.addWidget(field)
    field.setToolTip('Mål <b>1</b><img src="file:///home/x.png">')
    with qtbot.waitExposed(field):
        field.show()
    place = QPoint(2, 2)
    QApplication.sendEvent(field, QHelpEvent(QEvent.Type.ToolTip, place, field.mapToGlobal(place)))
    (shown,) = [each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel") and each.isVisible()]
    assert isinstance(shown, QLabel) and shown.text() == field.toolTip()
    assert shown.textFormat() is Qt.TextFormat.PlainText
    QToolTip.hideText()


def test_what_a_style_sheet_draws_lies_in_no_file(theme: Theme) -> None:
    paths = re.findall(r"url\(([^)]+)\)", theme.style_sheet())
    assert len(set(paths)) == 3 and all(path.startswith(":/") for path in paths)
    for path in paths:
        drawn = QFile(path)
        assert drawn.open(QIODevice.OpenModeFlag.ReadOnly)
        assert QSvgRenderer(drawn.readAll()).isValid()
    assert in_memory("a.svg", b"<svg/>") == in_memory("a.svg", b"<svg/>") != in_memory("a.svg", b"<svg />")


def test_a_radio_button_is_round_in_every_size_of_text(both):
    """Qt draws no rounding at all that is more than half of a side."""
    rule = re.compile(r"(QCheckBox|QRadioButton)::indicator(?:, [^{]*)? \{ [^}]*")
    for percent in range(scale.LEAST, scale.MOST + 1, scale.STEP):
        both.resize(percent)
        found = " ".join(each[0] for each in rule.finditer(both.style_sheet()))
        radius = int(re.search(r"QRadioButton::indicator \{ border-radius: (\d+)px", found)[1])
        side = int(re.search(r"width: (\d+)px", found)[1]) + 2
        assert side / 2 - 3 < radius <= side / 2
    both.resize(100)
