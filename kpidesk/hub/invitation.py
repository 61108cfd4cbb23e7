"""An invitation to a team server: a small file without secrets that a colleague opens to join.

It holds where the server is, which workspace is meant and what its company is called, the certificate to check the
server by, and the user name that was made for the colleague. It may come from anybody: it is bounded and looked over,
and takes nothing for granted that could lead elsewhere, such as the path of a certificate.
"""

from __future__ import annotations

import hashlib
import json
import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

from kpidesk import disk
from kpidesk.errors import BadInput, FileRefused, StorageFault
from kpidesk.hub.address import PORT, Address, Tls
from kpidesk.records import record
from kpidesk.settings import Home
from kpidesk.text import msg

ENDING = disk.INVITATION
KIND, VERSION = "invitation", 1
MOST_BYTES, MOST_CERTIFICATE, MOST_LETTERS = 100_000, 64_000, 200
IDENTITY_DIGITS = 32
END = "-----END CERTIFICATE-----"
UNREADABLE = (ValueError, KeyError, TypeError, RecursionError, OverflowError)


@record(frozen=True)
class Invitation:
    """Where to join: ``user`` may be empty, ``certificate`` is the CA in PEM or empty."""

    host: str
    database: str
    workspace: str
    company: str
    port: int = PORT
    tls: Tls = Tls.VERIFY_FULL
    user: str = ""
    certificate: str = ""

    def address(self, user: str, home: Home) -> Address:
        """The way to the server for a user; the certificate is put into a private file. Raises ``StorageFault``."""
        return Address(self.host, self.database, user, self.port, self.tls, self._certificate_file(home))

    def _certificate_file(self, home: Home) -> str:
        if not self.certificate:
            return ""
        data = self.certificate.encode("ascii")
        place = home.data / "certificates" / f"{hashlib.sha256(data).hexdigest()[:32]}.crt"
        try:
            if not place.exists():
                disk.write_private(data, place)
        except OSError as error:
            raise StorageFault(
                msg("The server’s certificate could not be saved. Nothing was changed."), details=str(error)
            ) from error
        return str(place)


def of(address: Address, workspace: str, company: str, user: str = "") -> Invitation:
    """An invitation to a workspace, for a colleague whose ``user`` name is known or not; raises ``BadInput``.

    It holds nothing that ``read`` would refuse.
    """
    replace(address, user=user or address.user)  # which refuses what is no name
    certificate = ""
    if address.certificate:
        try:
            certificate = _certificate(disk.read(Path(address.certificate), MOST_CERTIFICATE).decode("ascii"))
        except (OSError, ValueError) as error:
            raise BadInput(
                msg("The certificate “{name}” can’t be read. Nothing was written.", name=address.certificate),
                details=str(error),
            ) from error
    return Invitation(
        address.host, address.database, workspace, _printable(company), address.port, address.tls, user, certificate
    )


def write(invitation: Invitation, path: Path) -> None:
    """Write an invitation; raises ``StorageFault``."""
    told = {
        "kpidesk": KIND, "version": VERSION, "company": invitation.company, "workspace": invitation.workspace,
        "host": invitation.host, "port": invitation.port, "database": invitation.database, "user": invitation.user,
        "tls": invitation.tls.value, "certificate": invitation.certificate,
    }  # fmt: skip
    disk.put((json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8"), path)


def is_one(path: Path | str) -> bool:
    """Tell whether a file is called as an invitation is."""
    return Path(path).name.lower().endswith(ENDING)


def read(path: Path) -> Invitation:
    """Read an invitation; raises ``FileRefused`` for what is none, or of a newer kind."""
    try:
        told = json.loads(disk.read(path, MOST_BYTES))
        if told["kpidesk"] != KIND or type(told["version"]) is not int:
            raise ValueError(KIND)
        if told["version"] > VERSION:
            raise FileRefused(
                msg("“{name}” was made by a newer KPI Desk. Nothing was changed. Update this one.", name=path.name)
            )
        return _vetted(told)
    except OSError as error:
        raise FileRefused(
            msg("“{name}” can’t be read. Nothing was changed.", name=path.name), details=str(error)
        ) from error
    except (*UNREADABLE, BadInput) as error:
        raise FileRefused(
            msg("“{name}” is not an invitation to a team server. Nothing was changed.", name=path.name),
            details=str(error),
        ) from error


def _vetted(told: dict[str, Any]) -> Invitation:
    """What an invitation says, where it says just what one can say."""
    workspace, port = _text(told["workspace"]), told["port"]
    if len(workspace) != IDENTITY_DIGITS or bytes.fromhex(workspace).hex() != workspace or type(port) is not int:
        raise ValueError("workspace or port")
    found = Invitation(
        _text(told["host"]), _text(told["database"]), workspace, _text(told["company"]), port, Tls(told["tls"]),
        _text(told["user"]), _certificate(told["certificate"]) if told["certificate"] else "",
    )  # fmt: skip
    Address(found.host, found.database, found.user or "-", found.port, found.tls)
    return found


def _printable(company: str) -> str:
    """A name as it may stand in an invitation: a hard space or what joins two signs is not, and gets lost."""
    kept = "".join(letter if letter.isprintable() else " " for letter in company)
    return " ".join(kept.split())[:MOST_LETTERS]


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MOST_LETTERS + 55 or not value.isprintable():
        raise ValueError("text")
    return value


def _certificate(words: object) -> str:
    """Certificates in PEM and nothing else: no key among them. Raises ``ValueError``."""
    if not isinstance(words, str):
        raise ValueError("certificate")
    parts = words.strip().split(END)
    if len(words) > MOST_CERTIFICATE or parts.pop().strip() or not parts:
        raise ValueError("certificate")
    return "".join(ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(f"{each.strip()}\n{END}")) for each in parts)
