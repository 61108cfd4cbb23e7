"""Where a team server is: written, read, bounded, and never with a password."""

from __future__ import annotations

import sys

import pytest

from kpidesk.errors import BadInput
from kpidesk.hub import extra
from kpidesk.hub.address import Address, Tls, parse, warning

FIRM = Address("db.firma.no", "kpidesk", "ola")


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (FIRM, "postgresql://ola@db.firma.no/kpidesk?sslmode=verify-full"),
        (
            Address("::1", "a/b", "ola@firma", 6543, Tls.OFF),
            "postgresql://ola%40firma@[::1]:6543/a%2Fb?sslmode=disable",
        ),
        (
            Address("10.0.0.7", "k", "å æ", 5432, Tls.VERIFY_CA, "/etc/firma ca.crt"),
            "postgresql://%C3%A5%20%C3%A6@10.0.0.7/k?sslmode=verify-ca&sslrootcert=%2Fetc%2Ffirma+ca.crt",
        ),
        (Address("/run/postgresql", "k", "ola"), "postgresql://ola@/k?host=%2Frun%2Fpostgresql&sslmode=verify-full"),
    ],
)
def test_what_is_written_is_read_again(address: Address, written: str) -> None:
    assert str(address) == written
    assert parse(written) == (address, "")


def test_a_password_in_the_address_is_taken_out() -> None:
    address, password = parse(" postgres://ola:hemm%3Alig@db.firma.no:5433/kpidesk ")
    assert (address, password) == (Address("db.firma.no", "kpidesk", "ola", 5433), "hemm:lig")
    assert "hemm" not in f"{address} {address!r} {address.shown}"
    assert address.connection_arguments(password)["password"] == password
    assert "password" not in address.connection_arguments("")


@pytest.mark.parametrize(
    "words",
    [
        "", "db.firma.no", "http://ola@db.firma.no/k", "postgresql://db.firma.no/k", "postgresql://ola@/k",
        "postgresql://ola@db.firma.no", "postgresql://ola@db.firma.no:0/k", "postgresql://ola@db.firma.no:99999/k",
        "postgresql://ola@db.firma.no:x/k", "postgresql://ola@a,b/k", "postgresql://ola@db.firma.no/k?sslmode=never",
        "postgresql://ola@db.firma.no/k?options=-csearch_path%3Dx", "postgresql://ola@db/k?passfile=/etc/x",
        "postgresql://o%00la@db.firma.no/k", f"postgresql://ola@db.firma.no/{'k' * 64}",
        f"postgresql://{'o' * 3000}@a/k",
        "postgresql://%20@db/k", "postgresql://ola@db/%C2%A0", "postgresql://ola@%20/k", "postgresql://ola@[::1/k", "postgresql://ola:hemmelig/x@db/k",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_telling_a_password(words: str) -> None:
    with pytest.raises(BadInput) as told:
        parse(words.replace("ola@", "ola:hemmelig@"))
    assert "hemm" not in f"{told.value} {told.value.details}"
    with pytest.raises(BadInput) as told:
        parse("mysql://db/k?password=hemmelig")
    assert "hemm" not in f"{told.value} {told.value.details}"


def test_the_name_of_the_server_is_checked_unless_somebody_asks_for_less() -> None:
    given = FIRM.connection_arguments("x")
    assert given["sslmode"] == "verify-full" and given["sslrootcert"]
    own = Address("db", "k", "ola", tls=Tls.VERIFY_CA, certificate="/ca.crt").connection_arguments("x")
    assert (own["sslmode"], own["sslrootcert"]) == ("verify-ca", "/ca.crt")
    assert "sslrootcert" not in Address("db", "k", "ola", tls=Tls.REQUIRE).connection_arguments("x")


def test_a_server_that_is_not_checked_is_never_told_the_password() -> None:
    for tls in Tls:
        asked = Address("db", "k", "ola", tls=tls).connection_arguments("x").get("require_auth")
        assert asked == (None if tls in (Tls.VERIFY_FULL, Tls.VERIFY_CA) else "!password")
    assert "require_auth" not in Address("/run/postgresql", "k", "ola", tls=Tls.OFF).connection_arguments("x")


def test_each_way_that_checks_less_says_so() -> None:
    told = [str(warning(Address("db.firma.no", "k", "ola", tls=each)) or "") for each in Tls]
    assert told[0] == "" and all(told[1:]) and told[-1] == told[-2]
    assert not any(warning(Address(host, "k", "ola", tls=Tls.OFF)) for host in ("localhost", "/tmp", "::1"))


def test_what_is_not_installed_is_said_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("psycopg", "psycopg.sql"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(extra.ExtraMissing, match=r"psycopg.*pip install"):
        extra.needed("psycopg.sql")
    assert extra.needed("json.decoder").__name__ == "json.decoder"
    monkeypatch.setattr(extra, "NEEDED", ("json", "no_such_package"))
    assert "no_such_package" in str(extra.missing())
