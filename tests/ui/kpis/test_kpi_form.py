"""The form of an own KPI, driven with keys and clicks; then the file is asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kpidesk.domain.entities import Combine, Definition, Direction, Input, Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import kpi_figures
from tests import own_kpis
from tests.own_kpis import named
from tests.ui.settled import settle
from ui.base.session import Session
from ui.kpis.kpi_form import CALCULATED, KpiForm

Key = Qt.Key


@pytest.fixture
def bakery_session(bakery, theme):
    return Session(bakery, theme)


@pytest.fixture
def form(qtbot, bakery_session):
    return shown(qtbot, KpiForm(bakery_session, None))


def shown(qtbot, made):
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def choose(box, value):
    box.setCurrentIndex(box.findData(getattr(value, "value", value) if box.findData(value) < 0 else value))


def calculated(form, *names):
    form.measured.choose(CALCULATED)
    form._follow()
    for row, name in zip(form.inputs.rows, names, strict=False):
        row.name.setFocus()
        QTest.keyClicks(row.name, name)


def test_a_plain_kpi(form, bakery):
    QTest.keyClicks(form.name, "Svinn")
    choose(form.direction, Direction.DECREASE)
    QTest.keyClicks(form.target, "2,5")
    QTest.keyClick(form.name, Key.Key_Return)
    kpi = named(bakery, "Svinn")
    assert (kpi.direction, kpi.frequency, kpi.formula) == (Direction.DECREASE, Frequency.WEEK, "")
    assert [row.value for row in bakery.all(Target) if row.kpi == kpi.uid] == [2.5]
    source = bakery.get(Input, kpi.inputs[0][1])
    assert (source.name, source.combine) == ("Svinn", Combine.SUM)
    bakery.undo()
    assert source.uid not in {each.uid for each in bakery.all(Input)}


def test_the_numbers_of_a_new_kpi_are_combined_as_such_numbers_are_until_somebody_says_how(form):
    QTest.keyClicks(form.name, "Avbud")
    form.unit.setEditText("%")
    assert form.combine.currentData() is Combine.MEAN, "shares never add up"
    choose(form.combine, Combine.SUM)
    assert "40\u00a0% og 50\u00a0% blir 90\u00a0%" in form._adding.text() and not form._adding.isHidden()
    settle()
    needed = form._adding.heightForWidth(form._adding.width())
    assert form._adding.height() >= needed, "no line of it is cut"
    assert form._adding.width() > form.combine.width(), "it has the whole row"
    below = form.ratio.y()
    choose(form.combine, Combine.LAST)
    assert form._adding.isHidden()
    settle()
    assert form.ratio.y() <= below - needed, "and leaves no room behind"
    form.combine.activated.emit(form.combine.currentIndex())
    form.unit.setEditText("kr")
    assert form.combine.currentData() is Combine.LAST


def test_a_new_kpi_has_the_rhythm_of_most_others(qtbot, session, workspace):
    def proposed():
        return shown(qtbot, KpiForm(session, None)).frequency.currentData()

    assert proposed() == Frequency.WEEK.value
    for name, rhythm in (("Salg", Frequency.MONTH), ("Besøk", Frequency.WEEK), ("Svinn", Frequency.MONTH)):
        own_kpis.define(workspace, name=name, frequency=rhythm)
    assert proposed() == Frequency.MONTH.value


def test_how_often_is_said_in_the_gender_of_each_period(form):
    said = [form.frequency.itemText(row) for row in range(form.frequency.count())]
    assert [words.split(" ")[0] for words in said] == ["Hver"] * 3 + ["Hvert"] * 4, said


def test_a_name_that_is_missing_is_framed_and_asked_for_until_it_is_typed(form):
    form.unit.setFocus()
    form.store()
    assert form.isVisible() and form.focusWidget() is form.name
    assert form.name.property("error") and form.name.accessibleDescription() == form.problem.text() != ""
    QTest.keyClicks(form.name, "Besøk")
    assert not form.name.property("error") and form.name.accessibleDescription() == "Må fylles ut"


def test_a_formula_with_two_new_inputs_completed_by_keyboard(form, bakery):
    QTest.keyClicks(form.name, "Svinnprosent")
    calculated(form, "Kastet vare", "Bakt vare")
    edit = form.formula.edit
    edit.setFocus()
    QTest.keyClicks(edit, "100 * kas")
    assert edit.offering
    QTest.keyClick(edit, Key.Key_Return)
    assert form.formula.formula() == "100 * kastet_vare"
    QTest.keyClicks(edit, " / ba")
    QTest.keyClick(edit, Key.Key_Tab)
    assert form.formula.formula() == "100 * kastet_vare / bakt_vare"
    assert "ingen tall ennå" in form.formula.says.text()
    form.store()
    kpi = named(bakery, "Svinnprosent")
    assert [key for key, _uid in kpi.inputs] == ["kastet_vare", "bakt_vare"]
    assert {bakery.get(Input, uid).name for _key, uid in kpi.inputs} == {"Kastet vare", "Bakt vare"}


def test_an_input_that_is_there_goes_into_the_first_row_that_says_nothing(form, bakery):
    calculated(form)
    assert form.inputs.rows[0].name.hasFocus()
    long = named(bakery, "Nettosalg").inputs[0][1]
    form.inputs._fill()
    action = next(each for each in form.inputs._menu.actions() if each.data() == long)
    form.inputs._chosen(action)
    first, second = form.inputs.rows
    assert (first.source.uid, second.source) == (long, None)
    settle()
    assert first.y() < second.y()
    QTest.keyClicks(second.name, "Antall salg i kassa ved kaia")
    assert second.shown_key.words() == "antall_salg_i_kassa_ved_kaia"
    assert second.shown_key.text().endswith("…")
    assert second.shown_key.toolTip() == second.shown_key.words()
    form.inputs._fill()
    form.inputs._chosen(next(each for each in form.inputs._menu.actions() if each.data()))
    assert len(form.inputs.rows) == 3, "a row with words stays"


def test_the_names_on_offer_lie_below_what_is_typed(form):
    calculated(form, "Kastet vare")
    edit = form.formula.edit
    edit.setFocus()
    QTest.keyClicks(edit, "kas")
    typed = edit.viewport().mapToGlobal(edit.cursorRect().bottomLeft())
    assert edit._popup.mapToGlobal(QPoint(0, 0)).y() > typed.y()
    row = edit._popup.visualRect(edit._popup.currentIndex())
    assert edit._popup.viewport().rect().contains(row), "the name is shown whole"


def test_the_live_value_is_shown_with_its_calculation(form, bakery):
    calculated(form)
    for row in list(form.inputs.rows):
        row.removed.emit()
    for key in ("online_orders", "sessions"):
        source = next(each for each in bakery.all(Input) if each.key == key)
        form.inputs.add_row(source=source, key=key)
    choose(form.unit, "percent")
    form.decimals.setText("2")
    form._follow()
    form.formula.edit.setPlainText("100 * online_orders / sessions")
    assert form.formula.says.text().replace("\u00a0", " ").startswith("1,64 % i uke 10")
    form.formula.edit.setPlainText("online_orders / (sessions - sessions)")
    assert form.formula.says.text() == "Regnestykket deler på 0."


def test_the_names_on_screen_can_be_typed_completed_and_stored(form, bakery):
    QTest.keyClicks(form.name, "Kasting")
    choose(form.unit, "percent")
    calculated(form, "Kastet vare", "Bakt")
    edit = form.formula.edit
    QTest.keyClicks(edit, "Kast")
    assert edit.offering
    QTest.keyClick(edit, Key.Key_Return)
    QTest.keyClicks(edit, " / BAKT")
    assert edit.toPlainText() == "kastet_vare / BAKT"
    assert form.formula.formula() == "kastet_vare / bakt"
    assert form.formula.times_hundred.isVisible()
    QTest.mouseClick(form.formula.times_hundred, Qt.MouseButton.LeftButton)
    assert not form.formula.times_hundred.isVisible()
    form.store()
    assert named(bakery, "Kasting").formula == "100 * kastet_vare / bakt"


def test_a_number_that_is_there_is_offered_where_the_formula_names_it(form, bakery):
    QTest.keyClicks(form.name, "Snitt per besøk")
    choose(form.frequency, Frequency.WEEK)
    calculated(form)
    sales, visits = (
        next(each for each in bakery.all(Input) if each.key == key) for key in ("online_orders", "sessions")
    )
    form.formula.edit.setPlainText(f"{sales.name} / {visits.name}")
    for each in (sales, visits):
        assert form.formula.take.isVisible() and f"«{each.name}»" in form.formula.take.text()
        QTest.mouseClick(form.formula.take, Qt.MouseButton.LeftButton)
    assert not form.formula.take.isVisible() and "uke 10" in form.formula.says.text()
    form.formula.edit.setPlainText("noe / annet")
    assert not form.formula.take.isVisible(), "nothing of that name is there"
    form.formula.edit.setPlainText(f"{sales.name} / {visits.name}")
    form.store()
    made = named(bakery, "Snitt per besøk")
    assert (made.formula, {uid for _key, uid in made.inputs}) == ("online_orders / sessions", {sales.uid, visits.uid})


def test_a_name_that_is_none_is_marked_where_it_was_typed(form):
    calculated(form, "Kastet vare")
    form.formula.edit.setPlainText("Kastet  vare + tull")
    (mark,) = form.formula.edit.extraSelections()
    assert mark.cursor.selectedText() == "tull"


BAD_FORMULAS = (
    "a ** b", "9**9**9", "a.b", "__import__('os')", "a +", "prev(prev(prev(a)))(", "c", "", "1e999", "(" * 200 + "a",
    "a" * 10_000,
)  # fmt: skip


def test_bad_formulas_are_refused_with_a_sentence_and_change_nothing(form, bakery):
    before = bakery.history.entries(1)[0].ref
    QTest.keyClicks(form.name, "Andel")
    calculated(form, "a", "b")
    for typed in BAD_FORMULAS:
        form.problem.setText("")
        form.formula.edit.setPlainText(typed)
        form.store()
        assert form.problem.text() and form.isVisible(), typed[:30]
        assert bakery.history.entries(1)[0].ref == before, typed[:30]
        assert not [kpi for kpi in bakery.all(Kpi) if kpi.name == "Andel"], typed[:30]


def test_the_refused_place_is_marked_until_it_is_mended(form):
    calculated(form, "a", "b")
    form.formula.edit.setPlainText("a ** b")
    (mark,) = form.formula.edit.extraSelections()
    assert mark.cursor.selectedText()
    form.formula.edit.setPlainText("a * b")
    assert form.formula.edit.extraSelections() == []


@pytest.mark.parametrize(
    ("field", "typed"), [("target", "mye"), ("target", "1e999"), ("decimals", "1,5"), ("decimals", "40")]
)
def test_numbers_that_are_none_change_nothing(form, bakery, field, typed):
    before = bakery.history.entries(1)[0].ref
    QTest.keyClicks(form.name, "Andel")
    getattr(form, field).setText(typed)
    form.store()
    assert form.problem.text() and bakery.history.entries(1)[0].ref == before


def test_a_finished_ratio_rolls_up_only_by_a_weight(form, bakery):
    QTest.keyClicks(form.name, "Fornøyde")
    form.ratio.setChecked(True)
    form.store()
    source = bakery.get(Input, named(bakery, "Fornøyde").inputs[0][1])
    assert (source.ratio, source.combine, source.weight) == (True, Combine.NONE, None)


def test_a_finished_ratio_with_a_weight(form, bakery):
    QTest.keyClicks(form.name, "Fornøyde")
    form.ratio.setChecked(True)
    visits = next(each for each in bakery.all(Input) if each.key == "sessions")
    choose(form.weight, "sessions")
    form.store()
    kpi = named(bakery, "Fornøyde")
    source = bakery.get(Input, kpi.inputs[0][1])
    assert (source.combine, source.weight) == (Combine.WEIGHTED_MEAN, visits.uid)
    assert dict(kpi.inputs)["sessions"] == visits.uid, "the weight is asked for beside it"


def test_more_can_be_said(form, bakery):
    QTest.keyClicks(form.name, "Kundenes tålmodighet i køen på lørdager i byen")
    form.resize(form.width(), 420)
    form.unfold.setChecked(True)
    settle()
    shown = form.area.viewport().rect()
    first = form.more.short_name
    for widget in (form.unfold, first):
        assert shown.contains(widget.rect().translated(widget.mapTo(form.area.viewport(), QPoint()))), widget
    QTest.keyClicks(first, "Tålmodighet")
    QTest.keyClicks(form.more.low, "0")
    QTest.keyClicks(form.more.high, "100")
    choose(form.more.benefits, True)
    form.more.sensitive.setChecked(True)
    form.store()
    kpi = next(each for each in bakery.all(Kpi) if each.short_name == "Tålmodighet")
    assert (kpi.range_min, kpi.range_max, kpi.customer_facing, kpi.sensitive) == (0.0, 100.0, True, True)


def test_a_changed_definition_begins_a_new_version(qtbot, bakery_session, bakery):
    kpi = named(bakery, "Konverteringsfrekvens på nettsiden")
    before = kpi_figures(bakery, kpi, bakery.today())
    form = shown(qtbot, KpiForm(bakery_session, kpi))
    assert form._since.isHidden()
    form.formula.edit.setPlainText("1000 * online_orders / sessions")
    assert form._since.isVisible()
    form.since.show_period(Period.parse("2026-W08"))
    form.store()
    (version,) = bakery.all(Definition)
    assert version.until == Period.parse("2026-W08").first and version.formula == kpi.formula
    after = kpi_figures(bakery, bakery.get(Kpi, kpi.uid), bakery.today())
    assert after.breaks == (Period.parse("2026-W08"),)
    old = dict(zip(before.periods, before.values, strict=True))
    new = dict(zip(after.periods, after.values, strict=True))
    assert new[Period.parse("2026-W07")] == old[Period.parse("2026-W07")]
    assert new[Period.parse("2026-W08")] == pytest.approx(10 * old[Period.parse("2026-W08")])
    bakery.undo()
    assert bakery.get(Kpi, kpi.uid) == kpi and bakery.all(Definition) == []


def test_correcting_a_mistake_holds_always(qtbot, bakery_session, bakery):
    kpi = named(bakery, "Konverteringsfrekvens på nettsiden")
    form = shown(qtbot, KpiForm(bakery_session, kpi))
    form.formula.edit.setPlainText("1000 * online_orders / sessions")
    form.since.show_period(None)
    form.store()
    assert bakery.all(Definition) == [] and bakery.get(Kpi, kpi.uid).formula == "1000 * online_orders / sessions"


def test_nothing_changes_when_nothing_is_changed(qtbot, bakery_session, bakery):
    for kpi in bakery.all(Kpi):
        before = bakery.history.entries(1)[0].ref
        form = shown(qtbot, KpiForm(bakery_session, kpi))
        form.store()
        assert form.problem.text() == "", kpi.name
        assert bakery.get(Kpi, kpi.uid) == kpi and bakery.history.entries(1)[0].ref == before, kpi.name


def test_cancel_leaves_nothing(form, bakery):
    before = bakery.history.entries(1)[0].ref
    QTest.keyClicks(form.name, "Angret")
    next(each for each in form.findChildren(QPushButton) if each.text() == "Avbryt").click()
    assert not form.isVisible() and bakery.history.entries(1)[0].ref == before


def test_an_opening_balance_and_parts_come_with_the_input(form, bakery):
    QTest.keyClicks(form.name, "Lagerendring")
    calculated(form, "Lager")
    form.inputs.rows[1].removed.emit()
    row = form.inputs.rows[0]
    row.rule.setCurrentIndex(row.rule.findData(Combine.LAST))
    row.more.setChecked(True)
    QTest.keyClicks(row.opening, "1 200")
    form.formula.edit.setPlainText("lager - prev(lager)")
    form.store()
    source = bakery.get(Input, named(bakery, "Lagerendring").inputs[0][1])
    assert source.opening == 1200.0 and Period.from_code(source.opening_period).frequency is Frequency.WEEK


def test_a_target_of_zero_asks_where_it_becomes_serious(form):
    asks = form._zero.label
    assert not asks.isVisibleTo(form)
    QTest.keyClicks(form.target, "0")
    assert asks.isVisibleTo(form)
    assert "bak plan" in asks.text()
    QTest.keyClicks(form.red_flag, "2")
    assert not asks.isVisibleTo(form)
    form.red_flag.clear()
    QTest.keyClicks(form.target, "5")
    assert form.target.text() == "05"
    assert not asks.isVisibleTo(form)


def test_a_band_that_begins_at_zero_asks_too(form):
    choose(form.direction, Direction.MAINTAIN)
    QTest.keyClicks(form.target, "-2")
    QTest.keyClicks(form.high, "0")
    assert form._zero.label.isVisibleTo(form)


def test_a_box_whose_tick_shows_another_row_keeps_all_of_its_lines(session: Session, qtbot: QtBot) -> None:
    form = KpiForm(session, None)
    qtbot.addWidget(form)
    form.show()
    form.unfold.setChecked(True)
    box = form.more.sensitive
    box.setText("Skjul den der den gjelder færre enn fem personer")
    for ticked in (True, False, True):
        box.setChecked(ticked)
        qtbot.waitUntil(lambda: box.height() >= box.heightForWidth(box.width()) > box.sizeHint().height())
    assert form.more.group.isVisible()
