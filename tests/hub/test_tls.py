"""An encrypted line to a server that has to prove who it is: with the issuer's certificate, under its own name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk.hub import invitation
from kpidesk.hub.address import Address, Tls
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.line.connection import connect
from kpidesk.settings import Home
from tests.hub.conftest import Hub

pytest.importorskip("cryptography")
PASSWORD = "tyttebær 2"


def refused(address: Address, password: str = PASSWORD) -> str:
    """The sentence for somebody who gets no line."""
    with pytest.raises(HubRefused) as told:
        connect(address, password)
    return f"{told.value}{' (another password)' if told.value.password else ''}"


def test_only_the_right_server_is_spoken_to(hub: Hub, tmp_path: Path) -> None:
    from tests.hub.certificates import Issuer

    firm, other = Issuer("firm"), Issuer("other")
    for name, issuer in (("firm.crt", firm), ("other.crt", other)):
        (tmp_path / name).write_bytes(issuer.certificate)
    with hub.bare() as owner:
        owner.execute(f"ALTER ROLE kari PASSWORD '{PASSWORD}'")  # type: ignore[call-overload]
    with hub.cluster.on_the_network(*firm.vouch("localhost")) as port:
        right = Address("localhost", hub.database, "kari", port, certificate=str(tmp_path / "firm.crt"))
        came = invitation.of(right, "0f" * 16, "Firma").address("kari", Home(tmp_path / "home"))
        by_number = replace(right, host="127.0.0.1")
        for address in (right, came, replace(right, tls=Tls.REQUIRE), replace(by_number, tls=Tls.VERIFY_CA)):
            with connect(address, PASSWORD) as line:
                assert line.server.tls and line.server.ready
        for wrong in (
            by_number,
            replace(right, certificate=str(tmp_path / "other.crt")),
            replace(right, certificate=""),
        ):
            assert f"could not prove that it is {wrong.host}" in refused(wrong)
        assert "could not prove" in refused(
            replace(by_number, tls=Tls.VERIFY_CA, certificate=str(tmp_path / "other.crt"))
        )
        assert "not let this user in" in refused(replace(right, tls=Tls.OFF))
        assert "with this password" in refused(right, "feil") and "another password" in refused(right, "feil")
