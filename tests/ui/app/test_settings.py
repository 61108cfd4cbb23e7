"""Settings of the company: stored by one command, refused with a sentence."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from PySide6.QtCore import QSettings, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kpidesk.commands import cycles, entry, goals, people
from kpidesk.domain.entities import Kpi, Person
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.figures.advice import advise
from tests import own_kpis
from ui.app.app import user_settings
from ui.app.settings_dialog import SettingsDialog
from ui.base import memory


def test_the_company_chooses_how_it_works(session, workspace, settings, qtbot):
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.people.setText("12")
    dialog.cycle.setCurrentIndex(dialog.cycle.findData(Frequency.TERTIAL))
    dialog.rules.setCurrentIndex(dialog.rules.findData(RuleSet.NHS))
    dialog.track.setText("5")
    dialog.advice.setChecked(False)
    dialog.accept()
    company = workspace.company
    assert (company.people, company.cycle_length, company.signal_rules) == (12, Frequency.TERTIAL, RuleSet.NHS)
    assert company.on_track_points == 5.0 and advise(workspace, session.cycle, session.today()) == []
    assert session.current_period().key() == "2026-T1"
    workspace.undo()
    assert workspace.company.cycle_length is Frequency.QUARTER and workspace.company.people is None


def test_whoever_takes_another_name_keeps_what_they_own_unless_it_is_somebody_else(session, workspace, settings, qtbot):
    uid = people.ensure_person(workspace, "Mona Lie")
    settings.setValue("author", "Mona Lie")
    for same, wanted in ((False, "Mona Lie"), (True, "Mona Lie Berg")):
        settings.setValue("author", "Mona Lie")
        dialog = SettingsDialog(settings, session)
        qtbot.addWidget(dialog)
        assert dialog.same.isHidden(), "nothing is asked while the name stays"
        dialog.person.setText("Mona Lie Berg")
        assert not dialog.same.isHidden() and dialog.same.isChecked() and "Mona Lie" in dialog.same.text()
        dialog.same.setChecked(same)
        dialog.accept()
        assert workspace.get(Person, uid).name == wanted and settings.value("author") == "Mona Lie Berg"


def test_a_name_that_only_the_command_line_knows_signs_what_the_window_changes(make_window, workspace, home, qtbot):
    path = workspace.path
    workspace.close()
    home.remember_author("Ola Nygård")
    window = make_window(path, author="")
    session = window.files.session
    assert window.rail.author == session.ws.author == "Ola Nygård"
    dialog = SettingsDialog(window.settings, session)
    qtbot.addWidget(dialog)
    assert dialog.person.text() == "Ola Nygård"


def test_what_can_not_be_is_said_and_nothing_is_stored(session, workspace, settings, qtbot):
    before = workspace.company
    for field, typed in (("people", "mange"), ("people", "-3"), ("track", "60"), ("risk", "1e308")):
        dialog = SettingsDialog(settings, session)
        qtbot.addWidget(dialog)
        dialog.show()
        getattr(dialog, field).clear()
        QTest.keyClicks(getattr(dialog, field), typed)
        dialog.accept()
        assert dialog.problem.isVisible() and dialog.problem.text()
        assert workspace.company == before


def test_a_company_without_a_name_is_refused_and_the_form_stays_open(session, workspace, settings, qtbot):
    before = workspace.company
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.person.setText("Ola Moe")
    dialog.company.setText("  ")
    dialog.accept()
    assert dialog.problem.text() == "Bedriften må ha et navn. Ingenting er endret."
    assert dialog.problem.isVisible() and dialog.isVisible() and dialog.focusWidget() is dialog.company
    assert workspace.company == before and settings.value("author") is None


def test_a_logo_is_chosen_refused_and_taken_away(session, workspace, settings, qtbot, tmp_path):
    from PIL import Image

    Image.new("RGB", (60, 20), "blue").save(tmp_path / "logo.png")
    (tmp_path / "brev.pdf").write_bytes(b"%PDF-1.7")
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.logo.take(tmp_path / "logo.png")
    dialog.logo.take(tmp_path / "brev.pdf")
    assert "PNG" in dialog.problem.text() and dialog.problem.isVisible()
    dialog.accept()
    assert workspace.company.logo
    again = SettingsDialog(settings, session)
    qtbot.addWidget(again)
    again.show()
    assert again.logo.picture.isVisible()
    again.logo.remove.click()
    again.accept()
    assert workspace.company.logo == ""


def choose(choice, value):
    choice.setCurrentIndex(choice.findData(value))


def test_another_fiscal_year_says_what_it_touches_before_it_is_stored(session, workspace, settings, qtbot):
    kpi = workspace.get(Kpi, own_kpis.define(workspace, name="Omsetning", frequency=Frequency.QUARTER))
    source, q1 = kpi.inputs[0][1], Period.parse("2026-Q1")
    entry.set_value(workspace, source, q1, 100.0)
    before = len(workspace.history.entries())
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.touches.year.isVisible() and not dialog.touches.length.isVisible()
    choose(dialog.fiscal, 4)
    assert not dialog.touches.agreed.isVisible(), "the quarters keep their months"
    choose(dialog.fiscal, 2)
    assert dialog.touches.year.isVisible() and dialog.touches.agreed.isVisible()
    assert "1. kvartal 2026 (januar–mars 2026) blir 1. kvartal 2026/27" in dialog.touches.year.text()
    dialog.accept()
    assert dialog.isVisible() and "Godta flyttingen" in dialog.problem.text()
    assert len(workspace.history.entries()) == before
    dialog.touches.agreed.setChecked(True)
    dialog.accept()
    assert not dialog.isVisible() and workspace.series(source) == {Period.parse("2026-Q1", 2): 100.0}
    assert len(workspace.history.entries()) == before + 1, "one step"
    session.undo()
    assert workspace.company.fiscal_year_start == 1 and workspace.series(source) == {q1: 100.0}


def test_another_length_says_where_the_goals_stay(session, workspace, settings, qtbot):
    goals.add_objective(workspace, "Vokse", cycle=cycles.ensure_cycle(session.ws, session.period))
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.show()
    choose(dialog.cycle, Frequency.HALF_YEAR)
    assert "Målene i 1. kvartal 2026 blir der de er" in dialog.touches.length.text()
    assert not dialog.touches.agreed.isVisible()
    choose(dialog.cycle, Frequency.QUARTER)
    assert not dialog.touches.length.isVisible()


def test_the_preview_of_a_move_has_room_for_every_line(session, workspace, settings, qtbot):
    for frequency in (Frequency.QUARTER, Frequency.TERTIAL, Frequency.HALF_YEAR, Frequency.YEAR):
        kpi = workspace.get(
            Kpi, own_kpis.define(workspace, name=f"Et langt navn {frequency.value}", frequency=frequency)
        )
        entry.set_value(workspace, kpi.inputs[0][1], Period.containing(workspace.today(), frequency), 1.0)
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.show()
    choose(dialog.fiscal, 2)
    choose(dialog.cycle, Frequency.YEAR)
    qtbot.waitUntil(
        lambda: dialog.touches.year.height() >= dialog.touches.year.heightForWidth(dialog.touches.year.width())
    )
    for label in (dialog.touches.year, dialog.touches.length):
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_the_buttons_stay_in_view_where_the_screen_is_lower_than_the_fields(session, settings, qtbot, monkeypatch):
    monkeypatch.setattr(memory, "room_within_frame", lambda *_screen: QSize(640, 300))
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.height() == 300
    cancel, store = (b for b in dialog.findChildren(QPushButton) if b.text() in ("Avbryt", "Lagre", "Cancel", "Store"))
    assert cancel.x() < store.x() and store.isDefault()
    for button in (cancel, store):
        assert dialog.rect().contains(button.rect().translated(button.mapTo(dialog, button.rect().topLeft())))
    monkeypatch.setattr(memory, "room_within_frame", lambda *_screen: QSize(640, 900))
    dialog.fit()
    assert dialog.rules.visibleRegion().boundingRect().height() == dialog.rules.height()


def test_a_dialog_that_grows_where_it_stands_keeps_its_buttons_on_the_screen(session, settings, qtbot):
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.show()
    screen = dialog.screen().availableGeometry()
    dialog.move(dialog.x(), screen.bottom() - dialog.height() + 1)
    dialog.refuse("Tallene ligger i andre måneder enn de ble ført for. " * 4)
    qtbot.waitUntil(lambda: dialog.problem.height() >= dialog.problem.heightForWidth(dialog.problem.width()))
    qtbot.waitUntil(lambda: dialog.frameGeometry().bottom() <= screen.bottom())
    assert dialog.y() >= screen.top()


def test_the_fields_are_whole_and_the_first_is_ready_to_be_typed_in(session, settings, qtbot):
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.person)
    assert dialog.height() < dialog.screen().availableGeometry().height()


def test_what_is_remembered_is_for_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    """Which files were open is nobody else's business."""
    of_user = (QSettings.Format.IniFormat, QSettings.Scope.UserScope)
    usual = Path(QSettings(*of_user, "KPI Desk", "KPI Desk").fileName()).parents[1]
    QSettings.setPath(*of_user, str(tmp_path / "config"))
    before = os.umask(0)
    try:
        for once_more in (1, 2):
            remembered = user_settings()
            remembered.setValue("files/recent", once_more)
            remembered.sync()
    finally:
        os.umask(before)
        QSettings.setPath(*of_user, str(usual))
    made = [tmp_path / "config", *(tmp_path / "config").rglob("*")]
    assert Path(remembered.fileName()) in made and len(made) == 3
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_the_language_that_the_surroundings_ask_for_holds_before_the_one_chosen_here(tmp_path, monkeypatch):
    from ui.app.app import _chosen_language

    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("language", "nb")
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    assert _chosen_language(settings, "") == "en"
    monkeypatch.setenv("KPIDESK_LANGUAGE", "klingon")
    assert _chosen_language(settings, "") == "nb"
