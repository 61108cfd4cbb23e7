"""What is kept of a team server on this machine, and what an invitation to one holds: never a password."""

from __future__ import annotations

import json
import ssl
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.errors import BadInput, FileRefused
from kpidesk.hub import invitation, membership, passwords
from kpidesk.hub.address import Address, Tls
from kpidesk.hub.invitation import Invitation
from kpidesk.hub.membership import Place
from kpidesk.settings import Home
from kpidesk.store.files import renaming

FIRM = Address("db.firma.no", "kpidesk", "ola")
WORKSPACE = "0f" * 16
PEM = ssl.DER_cert_to_PEM_cert(b"\x30\x82 a certificate as far as its letters go" * 9)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with text.using("en"):
        yield


@pytest.fixture
def place(tmp_path: Path) -> Place:
    file = tmp_path / "files" / "bakeri.kpidesk"
    file.parent.mkdir()
    file.touch()
    return Place(Home(tmp_path / "home"), WORKSPACE, file)


def test_a_file_belongs_to_a_server_until_it_is_forgotten(place: Place) -> None:
    assert membership.find(place) is None
    membership.keep(place, FIRM)
    assert membership.find(place) == FIRM
    other = Place(place.home, WORKSPACE, place.file.with_name("copy.kpidesk"))
    assert membership.find(other) is None, "a copy beside it does not send what is tried there"
    membership.forget(place)
    assert membership.find(place) is None


def test_a_file_that_was_moved_takes_it_along(place: Place) -> None:
    membership.keep(place, FIRM)
    moved = Place(place.home, WORKSPACE, place.file.with_name("moved.kpidesk"))
    place.file.rename(moved.file)
    assert membership.find(moved) == FIRM
    assert not place.note.exists() and membership.find(moved) == FIRM


def test_a_file_that_is_renamed_takes_it_along(place: Place) -> None:
    target = place.file.with_name("new.kpidesk")
    way = renaming.renaming(place.file, target, place.home.working_copies, WORKSPACE)
    membership.keep(place, FIRM)
    way.old.touch()
    way.do()
    assert Place(place.home, WORKSPACE, target).note.exists() and not place.note.exists()


@pytest.mark.parametrize(
    "words", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "address": 3, "file": ""}', "[" * 99]
)
def test_what_can_not_be_read_is_none(place: Place, words: str) -> None:
    membership.keep(place, FIRM)
    place.note.write_text(words)
    assert membership.find(place) is None


# ---- the keyring ---------------------------------------------------------------------------------------


class Ring:
    """A keyring as the package has one: a module with three functions and a backend."""

    priority = 1

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_keyring(self) -> Ring:
        return self

    def get_password(self, service: str, name: str) -> str | None:
        return self.held.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self.held[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        del self.held[service, name]


class Locked(Ring):
    """A keyring that nobody unlocks."""

    def get_password(self, service: str, name: str) -> str | None:
        raise OSError("locked")

    def set_password(self, service: str, name: str, password: str) -> None:
        raise OSError("locked")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    found = Ring()
    monkeypatch.setitem(sys.modules, "keyring", found)  # type: ignore[arg-type]
    return found


def test_a_password_lies_in_the_keyring_and_nowhere_else(ring: Ring) -> None:
    assert passwords.can_keep() and passwords.kept(FIRM) == ""
    assert passwords.keep(FIRM, "hemmelig")
    assert passwords.kept(FIRM) == "hemmelig"
    for less in (replace(FIRM, tls=Tls.REQUIRE), replace(FIRM, certificate="/tmp/another.crt")):
        assert passwords.kept(less) == "", "it would go to whoever stands between"
    assert passwords.kept(Address("db.firma.no", "kpidesk", "kari")) == ""
    passwords.forget(FIRM)
    passwords.forget(FIRM)
    assert ring.held == {}


def test_a_machine_without_a_keyring_keeps_none_and_says_so(monkeypatch: pytest.MonkeyPatch, ring: Ring) -> None:
    for found in (Locked(), None):
        monkeypatch.setitem(sys.modules, "keyring", found)  # type: ignore[arg-type]
        assert passwords.kept(FIRM) == "" and not passwords.keep(FIRM, "hemmelig")
        passwords.forget(FIRM)
    assert not passwords.can_keep()
    ring.priority = 0
    monkeypatch.setitem(sys.modules, "keyring", ring)  # type: ignore[arg-type]
    assert not passwords.can_keep()


# ---- invitations ---------------------------------------------------------------------------------------


def test_an_invitation_leads_a_colleague_to_the_server(tmp_path: Path) -> None:
    certificate = tmp_path / "ca.crt"
    certificate.write_text(f"\n{PEM}\n{PEM}")
    ours = Address("db.firma.no", "kpidesk", "ola", 5433, Tls.VERIFY_CA, str(certificate))
    path = tmp_path / "Bakeri.kpidesk-invitation"
    invitation.write(invitation.of(ours, WORKSPACE, "Bakeri Ås AS", "kari"), path)
    words = path.read_text(encoding="utf-8")
    assert (
        invitation.is_one(path)
        and "Bakeri Ås AS" in words
        and not any(each in words for each in ("ola", str(tmp_path)))
    )
    read = invitation.read(path)
    address = read.address(read.user, Home(tmp_path / "theirs"))
    assert (address.host, address.port, address.user, address.tls) == ("db.firma.no", 5433, "kari", Tls.VERIFY_CA)
    assert Path(address.certificate).read_text() == PEM * 2 and Path(address.certificate).stat().st_mode & 0o077 == 0
    assert (read.workspace, read.company) == (WORKSPACE, "Bakeri Ås AS")


def test_a_certificate_that_is_none_goes_into_no_invitation(tmp_path: Path) -> None:
    for words in ("", "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n", f"{PEM}and a secret"):
        (tmp_path / "ca.crt").write_text(words)
        address = Address("db.firma.no", "k", "ola", certificate=str(tmp_path / "ca.crt"))
        with pytest.raises(BadInput, match="can’t be read"):
            invitation.of(address, WORKSPACE, "Bakeri")
    with pytest.raises(BadInput, match="can’t be read"):
        invitation.of(Address("db", "k", "ola", certificate="/none.crt"), WORKSPACE, "Bakeri")


def test_what_is_no_invitation_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.kpidesk-invitation"
    invitation.write(Invitation("db.firma.no", "kpidesk", WORKSPACE, "Bakeri"), path)
    good = json.loads(path.read_text())
    assert invitation.read(path) == Invitation("db.firma.no", "kpidesk", WORKSPACE, "Bakeri")
    changed: dict[str, tuple[object, ...]] = {
        "kpidesk": ("sheet", None), "version": ("1", True), "workspace": ("../" * 10 + "ab", "0F" * 16, 7, ""),
        "host": ("", "a,b", "a\n", ["a"]), "port": ("5432", 0, True, 1.5), "database": ("", "k" * 99, None),
        "tls": ("never", None), "user": (None, "u" * 99), "company": ("x" * 999, 3),
        "certificate": (1, "-----BEGIN CERTIFICATE-----\nå\n-----END CERTIFICATE-----", "/etc/passwd"),
    }  # fmt: skip
    told = [json.dumps({**good, name: value}) for name, values in changed.items() for value in values]
    for words in (*told, "", "[]", "{}", "[" * 5000, "\x00", "x" * (invitation.MOST_BYTES + 1)):
        path.write_text(words)
        with pytest.raises(FileRefused):
            invitation.read(path)
    path.write_text(json.dumps({**good, "version": 2, "workspace": "new"}))
    with pytest.raises(FileRefused, match="newer KPI Desk"):
        invitation.read(path)
    with pytest.raises(FileRefused, match="can’t be read"):
        invitation.read(tmp_path / "gone.kpidesk-invitation")
