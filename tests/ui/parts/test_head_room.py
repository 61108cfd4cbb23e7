"""What a row does without where there is too little room: buttons of one kind do alike."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.settled import settle
from ui.base.page import Band
from ui.base.theme import Theme
from ui.parts.buttons import icon_button
from ui.parts.elided import ElidedLabel
from ui.parts.head_room import HeadRoom, hides, words_or_icons


def looks(buttons: list[QPushButton]) -> set[tuple[bool, bool]]:
    """Which of words and icon the buttons have."""
    return {(bool(each.text()), not each.icon().isNull()) for each in buttons}


def test_buttons_of_one_kind_have_all_their_words_or_none(theme: Theme, qtbot: QtBot) -> None:
    band = Band()
    qtbot.addWidget(band)
    names = ("Tavle", "KPI-sider", "Regneark")
    buttons = [icon_button(theme, "table-2", name) for name in names]
    for each in buttons:
        band.row.addWidget(each)
    HeadRoom(band, words_or_icons(*buttons))
    band.show()
    seen = []
    for wide in (*range(600, 60, -6), 600):
        band.resize(wide, band.height())
        settle()
        (look,) = looks(buttons)
        seen += [look] if look not in seen[-1:] else []
        assert [each.accessibleName() or each.text() for each in buttons] == [*names]
    assert seen == [(True, True), (True, False), (False, True), (True, True)]


def test_a_name_wants_all_of_its_room_and_keeps_what_it_is_known_by(qtbot: QtBot) -> None:
    label = ElidedLabel("Gjennomsnittlig tid fra bestilling til montert varmepumpe")
    qtbot.addWidget(label)
    label.show()
    whole = label.fontMetrics().horizontalAdvance(label.words())
    label.resize(60, 20)
    assert label.text().endswith("…") and label.sizeHint().width() >= whole
    assert label.minimumSizeHint().width() == 0
    label.keep_letters(18)
    label.resize(label.minimumSizeHint().width() + 1, 20)
    assert label.text() == "Gjennomsnittlig ti…" and label.toolTip() == label.words()
    label.show_words("NPS")
    assert label.minimumSizeHint().width() <= label.fontMetrics().horizontalAdvance("NPS") + 1


def test_what_lies_over_a_row_while_the_window_changes_takes_no_part_of_it_away(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page, rail = QWidget(window), QWidget(window)
    band, choice = QWidget(page), QPushButton("Alle avdelinger")
    QHBoxLayout(band).addWidget(choice)
    HeadRoom(band, [hides(choice)])
    window.resize(600, 100)
    page.resize(600, 100)
    rail.setAutoFillBackground(True)
    rail.resize(560, 100)
    window.show()
    assert page.visibleRegion().boundingRect().width() == 40
    band.resize(400, 60)
    assert not choice.isHidden()
    page.resize(40, 100)
    band.resize(401, 60)
    assert choice.isHidden(), "what does not fit into the page is not seen"
