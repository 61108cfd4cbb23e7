"""Numbers put down as columns for the next opening are those of the file as it stands then, whatever came between."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpidesk import disk
from kpidesk.domain.entities import NOT_APPLICABLE, Input
from kpidesk.domain.period import Period
from kpidesk.errors import StorageFault
from kpidesk.settings import Home
from kpidesk.store import numbers
from kpidesk.store.db import encryption
from kpidesk.store.files import kept_numbers
from kpidesk.workspace import Workspace, opening
from tests import long
from tests.random.all_sorts import Clock, found
from tests.random.anybody import Anybody
from tests.store.conftest import Desk, add_input, add_objective

MONTH = Period.parse("2024-01")
SECRET = "blåbær på toppen"
ROUNDS = long.either(14, 60)


@pytest.fixture(autouse=True)
def _any_number_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_numbers, "FEWEST", 1)


def put_down(desk: Desk) -> Path:
    """Where the columns of kari's working copy lie."""
    (working,) = desk.home().working_copies.glob("*.work")
    return kept_numbers.place(working)


def uids(ws: Workspace) -> list[str]:
    return [source.uid for source in ws.all(Input)]


def of(ws: Workspace, key: str) -> str:
    return next(source.uid for source in ws.all(Input) if source.key == key)


def read(ws: Workspace) -> int:
    """Ask for all numbers, hold them against the rows of the file, and tell how many series came out of it."""
    before = ws._file.columns.reads
    kept = ws.columns(uids(ws))
    rows = {uid: ws._file.names.row(uid) or 0 for uid in kept}
    told = numbers.columns(ws._file.database, rows.values())
    for uid, row in rows.items():
        assert type(kept[uid]) is type(told[row])
        assert list(kept[uid].items()) == list(told[row].items())
        assert getattr(kept[uid], "whole", None) == getattr(told[row], "whole", None)
    return ws._file.columns.reads - before


@pytest.fixture
def plain(desk: Desk) -> Desk:
    """A file with a whole series, one with blanks, one with a month that does not apply, one of few numbers, and none;
    read once and closed."""
    ws = desk.create()
    whole, gaps, marked, few, _none = (add_input(ws, key) for key in ("whole", "gaps", "marked", "few", "none"))
    with ws.transaction("enter") as change:  # type: ignore[arg-type]
        for n in range(30):
            change.measure(whole, MONTH.next(n), n / 7)
            change.measure(gaps, MONTH.next(n), None if n % 4 == 1 else n * 1e9)
            change.measure(marked, MONTH.next(n), NOT_APPLICABLE if n == 7 else float(n))
        for n in (0, 300):
            change.measure(few, MONTH.next(n), 3.0)
    assert read(ws) == 5
    ws.close()
    return desk


def test_what_has_been_read_is_not_read_row_by_row_again(plain: Desk) -> None:
    assert read(plain.open()) == 3  # what does not apply, two numbers far apart, and none are no columns


def test_a_number_that_is_changed_comes_out_of_the_file_and_is_put_down_again(plain: Desk) -> None:
    ws = plain.open()
    with ws.transaction("correct") as change:  # type: ignore[arg-type]
        change.measure(of(ws, "whole"), MONTH.next(3), 99.0)
    assert read(ws) == 4
    ws.close()
    again = plain.open()
    assert read(again) == 3
    again.undoing.undo()
    assert read(again) == 1


def test_a_change_of_something_else_leaves_them_as_they_are(plain: Desk) -> None:
    ws = plain.open()
    add_objective(ws, "zebra")
    ws.close()
    assert read(plain.open()) == 3


@pytest.mark.parametrize("how", [lambda path: None, lambda path: path.write_bytes(b"")])
def test_what_is_written_without_them_makes_them_old(
    plain: Desk, how: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other_program:
        other_program.setattr(kept_numbers, "write", lambda *_of: None)
        ws = plain.open()
        with ws.transaction("correct") as change:  # type: ignore[arg-type]
            change.measure(of(ws, "gaps"), MONTH.next(5), 1.5)
        ws.close()
    how(put_down(plain))
    assert read(plain.open()) == 5


def test_a_byte_that_has_changed_makes_them_unread(plain: Desk) -> None:
    path, dice = put_down(plain), random.Random(3)
    whole = path.read_bytes()
    for _turn in range(40):
        spoiled, at = bytearray(whole), dice.randrange(len(whole))
        spoiled[at] ^= 1 << dice.randrange(8)
        path.write_bytes(spoiled)
        ws = plain.open()
        assert read(ws) == 5
        ws.close()
        assert path.read_bytes() == whole, "what could not be read is put down anew"


def test_what_others_wrote_before_the_closing_is_not_put_down_as_ours(plain: Desk) -> None:
    ws, second = plain.open(), plain.open()
    read(ws)
    with second.transaction("correct") as change:  # type: ignore[arg-type]
        change.measure(of(second, "whole"), MONTH, 12.0)
    ws.close()
    second.close()
    read(plain.open())


def test_few_numbers_are_not_put_down(plain: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    put_down(plain).unlink()
    monkeypatch.setattr(kept_numbers, "FEWEST", 10_000)
    ws = plain.open()
    read(ws)
    ws.close()
    assert not put_down(plain).exists()


@pytest.mark.skipif(not encryption.available(), reason="sqlcipher3, an optional part, is not installed")
def test_what_cannot_be_taken_away_is_told_before_a_password_is_set_and_a_folder_in_its_place_is_left(
    plain: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(str(path))

    monkeypatch.setattr(encryption, "ROUNDS", 1000)
    file = put_down(plain)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        with pytest.raises(StorageFault, match="could not be deleted"):
            kept_numbers.remove(file.with_suffix(""))
    file.unlink()
    file.mkdir()
    opening.change_password(plain.path, SECRET, home=plain.home(), clock=plain.clock)
    Workspace.open(plain.path, home=plain.home(), passwords=(SECRET,), clock=plain.clock).close()
    assert file.is_dir()


@pytest.mark.skipif(not encryption.available(), reason="sqlcipher3, an optional part, is not installed")
def test_with_a_password_nothing_is_put_down_and_what_was_is_taken_away(
    plain: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encryption, "ROUNDS", 1000)
    half = disk.beside(put_down(plain))
    half.write_bytes(b"a program was ended while it wrote this")
    assert put_down(plain).exists()
    opening.change_password(plain.path, SECRET, home=plain.home(), clock=plain.clock)
    assert not put_down(plain).exists() and not half.exists()
    ws = Workspace.open(plain.path, home=plain.home(), passwords=(SECRET,), clock=plain.clock)
    assert read(ws) == 5
    ws.close()
    assert not put_down(plain).exists()
    put_down(plain).write_bytes(b"left behind by a crash")
    Workspace.open(plain.path, home=plain.home(), passwords=(SECRET,), clock=plain.clock).close()
    assert not put_down(plain).exists()


# ---- whatever comes between ------------------------------------------------------------------------------


class Life:
    """A file that is opened again and again, and what happens to it when it is closed."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.folder, self.dice, self.clock = folder, dice, Clock()
        self.path, self.home = folder / "all sorts.kpidesk", Home(folder / "home")
        self.kept = 0
        with found(folder, self.clock, dice) as ws:
            read(ws)

    def _places(self) -> Iterator[Path]:
        yield self.path
        (working,) = self.home.working_copies.glob("*.work")
        yield from (working, kept_numbers.place(working))

    def round(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Open it, ask and change, close it; perhaps another program does, or an older file is put in its place."""
        dice = self.dice
        with monkeypatch.context() as program:
            if dice.random() < 0.2:
                program.setattr(kept_numbers, "write", lambda *_of: None)
            ws = Workspace.open(self.path, author="Kari", home=self.home, clock=self.clock)
            if dice.random() < 0.7:
                self.kept += read(ws) < len(uids(ws))
            somebody = Anybody(ws, dice, self.folder, self.clock)
            for _step in range(dice.choice((0, 1, 3))):
                somebody.act()
                if dice.random() < 0.5:
                    read(ws)
            ws.close()
        self._put_back()

    def _put_back(self) -> None:
        """Keep a file of the three as it is now, or put an earlier one back."""
        places = list(self._places())
        for place in self.dice.sample(places, self.dice.choice((0, 0, 0, 1, 2, 3))):
            kept = place.with_name(f"{place.name}.earlier")
            if kept.exists() and self.dice.random() < 0.6:
                shutil.copy(kept, place)
            elif place.exists():
                shutil.copy(place, kept)


@pytest.mark.parametrize("seed", range(long.either(2, 30)))
def test_whatever_comes_between_two_openings_the_numbers_are_those_of_the_file(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(tmp_path, random.Random(seed))
    for _round in range(ROUNDS):
        life.round(monkeypatch)
    assert life.kept >= 2
