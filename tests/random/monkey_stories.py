"""What a monkey does on purpose: several acts in a row that lead somewhere, and what its files begin with."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from kpidesk import library
from kpidesk.commands import check_ins, cycles, entry, goals, people, targets
from kpidesk.commands import library as shelf
from kpidesk.domain.entities import Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import UserError
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.random import monkey_hands
from tests.random.monkey_hands import CONTROL, LEFT, NONE, TEXTS, Dice, Hands, Key, below, placed, press, still

TITLES = ("Flere faste kunder", "Levere i tide & uten feil", "Kundetilfredshet opp fra 62 til 80 %", "Lærling på plass")


def sow(seed: int, ws: Workspace) -> None:
    """What a file begins with: nothing for each third seed, else goals, KPIs and numbers of a small workshop."""
    dice = random.Random(f"sown {seed}")
    if seed % 3 == 0:
        return
    cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
    kari = people.ensure_person(ws, "Kari Nygård")
    for _each in range(dice.randint(1, 3)):
        top = goals.add_objective(ws, dice.choice(TITLES), cycle=cycle, owner=kari)
        for _other in range(dice.randint(0, 3)):
            result = goals.add_key_result(ws, dice.choice(TITLES), parent=top, start=0, target=dice.randint(1, 90))
            if dice.random() < 0.6:
                check_ins.check_in(ws, result, value=dice.randint(0, 50), confidence=dice.randint(1, 10))
            if dice.random() < 0.5:
                goals.add_initiative(ws, "Ring de ti største & be om råd", parent=result)
    own_kpis.define(
        ws, name="Timer på verkstedet", unit="h", frequency=dice.choice(list(Frequency)), red_flag=10, target=30
    )
    for name in dice.sample([each.id for each in library.kpis()], dice.randint(0, 5)):
        shelf.add(ws, name)
    for kpi in ws.all(Kpi):
        if dice.random() < 0.3:
            with contextlib.suppress(UserError):
                targets.confirm(ws, kpi.uid)
    for source in ws.all(Input):
        latest = Period.containing(ws.today(), source.frequency)
        for back in range(dice.randint(0, 14)):
            with contextlib.suppress(UserError):
                entry.set_value(ws, source.uid, latest.previous(back), round(dice.uniform(0, 100), source.decimals))


# ---- stories -------------------------------------------------------------------------------------------


def _write(hands: Hands, words: str) -> None:
    monkey_hands.write(words)


def _trigger(hands: Hands, name: str) -> None:
    window = hands.window()
    window.commands.enable()
    action = window._menus.actions[name]
    if action.isEnabled() and hands.top() is window:
        action.trigger()


def write_goals(hands: Hands, dice: Dice) -> str:
    """Write a few goals in the tree, in one go."""
    name = dice.choice(("add_objective", "add_key_result", "add_initiative"))
    titles = [dice.choice((*TITLES, *TEXTS)) for _turn in range(dice.randint(1, 3))]
    hands.phases = [lambda: press(hands, Key.Key_Escape), lambda: press(hands, Key.Key_2, CONTROL)]
    for title in titles:
        hands.phases += [
            lambda: _trigger(hands, name), lambda title=title: _write(hands, title),
            lambda: press(hands, Key.Key_Return),
        ]  # fmt: skip
    return f"write {name} {[each[:30] for each in titles]}"


def write_numbers(hands: Hands, dice: Dice) -> str:
    """Fill cells of the entry grid from the keyboard."""
    hands.phases = [lambda: press(hands, Key.Key_Escape), lambda: press(hands, Key.Key_4, CONTROL)]
    keys = (Key.Key_Return, Key.Key_Tab, Key.Key_Down, Key.Key_Left, Key.Key_Up)
    for _turn in range(dice.randint(2, 6)):
        words, end = dice.choice(("12", "0", "-4,5", "1 250", "7.25", "", *TEXTS)), dice.choice(keys)
        hands.phases += [
            lambda words=words: _write(hands, words), lambda end=end: press(hands, end),
        ]  # fmt: skip
    return "write numbers"


def make(hands: Hands, dice: Dice) -> str:
    """Open one of the forms, fill it and say yes."""
    name = dice.choice(("own_kpi", "add_kpi", "set_target", "edit_kpi", "check_in", "write_note", "settings",
                        "send_copy", "goal_cycle", "delete_kpi", "drop_goal", "as_it_was", "password"))  # fmt: skip
    place = Key(Key.Key_1 + dice.randrange(6))
    hands.phases = [
        lambda: press(hands, Key.Key_Escape), lambda: press(hands, place, CONTROL), lambda: press(hands, Key.Key_Down),
        lambda: _trigger(hands, name), *_filling(hands, dice),
    ]  # fmt: skip
    return f"make {name} on {place.name}"


def fill(hands: Hands, dice: Dice) -> str:
    """Fill what is open and say yes."""
    hands.phases = _filling(hands, dice)
    return f"fill {monkey_hands.named(hands.top())}"


def _filling(hands: Hands, dice: Dice) -> list[Callable[[], None]]:
    turns = random.Random(dice.random())
    return [*[lambda: _fill_one(hands, turns) for _turn in range(dice.randint(1, 6))], lambda: _say_yes(hands, turns)]


def _fill_one(hands: Hands, dice: Dice) -> None:
    """Write in a field, tick a box, choose a line."""
    kind = dice.choice((QLineEdit, QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton))
    found = [each for each in below(hands, kind) if each.isEnabled() and not isinstance(each, QPushButton)]
    if not found:
        return
    chosen = dice.choice(found)
    if isinstance(chosen, QComboBox):
        monkey_hands.choose(hands, dice)
    elif isinstance(chosen, QAbstractButton):
        _click(chosen)
    else:
        chosen.setFocus()
        press(hands, Key.Key_A, CONTROL)
        monkey_hands.write(dice.choice(("12", "30", "Verksted", *TITLES, *TEXTS)))


def _say_yes(hands: Hands, dice: Dice) -> None:
    """Press the default button, else any."""
    found = [each for each in below(hands, QPushButton) if each.isEnabled()]
    default = [each for each in found if each.isDefault()]
    if default or found:
        _click(dice.choice(default or found))


def _click(button: QAbstractButton) -> None:
    at = placed(button, button.rect().center())
    if at is not None:
        handle, place = at
        still(handle, lambda: monkey_hands.QTest.mousePress(handle, LEFT, NONE, place))
        still(handle, lambda: monkey_hands.QTest.mouseRelease(handle, LEFT, NONE, place))


ACTS: dict[Callable[[Hands, Dice], str], int] = {
    monkey_hands.click: 30, monkey_hands.key: 14, monkey_hands.typing: 10, monkey_hands.command: 14, monkey_hands.go: 4,
    monkey_hands.choose: 5, monkey_hands.drag: 4, monkey_hands.undo: 2, monkey_hands.paste: 3,
    monkey_hands.shortcut: 3, monkey_hands.wheel: 2, monkey_hands.hover: 2, monkey_hands.resize: 2,
    monkey_hands.look: 2, monkey_hands.colleague: 1, monkey_hands.rest: 1, monkey_hands.close: 2,
    monkey_hands.beside: 4, write_goals: 5, write_numbers: 4, make: 6, fill: 5,
}  # fmt: skip
"""How often each comes up."""


def act(hands: Hands, dice: Dice) -> str:
    """One act by the dice; where no file is open, often the next one is."""
    if hands.window().files.session is None and hands.top() is hands.window() and dice.random() < 0.3:
        hands.open_fresh()
        return "open a fresh file"
    return dice.choices(list(ACTS), list(ACTS.values()))[0](hands, dice)
