"""Where a team server is and how it is spoken to; written ``postgresql://ola@db.firma.no/kpidesk?sslmode=verify-full``.

An address never holds a password: one that stands in what somebody pastes is taken out and handed apart.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterable
from enum import Enum

from kpidesk.errors import BadInput
from kpidesk.records import record
from kpidesk.text import Message, msg

PORT = 5432
SCHEMES = ("postgresql", "postgres")
MOST_LETTERS, MOST_HOST, MOST_NAME = 2000, 253, 63
CONNECT_SECONDS, SILENT_SECONDS = 10, 30
"""How long to wait for a connection, and for a server that does not acknowledge what was sent."""
NEAR = ("localhost", "127.0.0.1", "::1")
SYSTEM = "system"
"""What libpq calls the certificates that the system trusts."""


class Tls(Enum):
    """How the connection is protected, in libpq's words; the first is what is proposed."""

    VERIFY_FULL = "verify-full"
    VERIFY_CA = "verify-ca"
    REQUIRE = "require"
    PREFER = "prefer"
    OFF = "disable"


@record(frozen=True)
class Address:
    """A database on a server; ``host`` may be a socket’s folder, ``certificate`` is the path of the CA or empty."""

    host: str
    database: str
    user: str
    port: int = PORT
    tls: Tls = Tls.VERIFY_FULL
    certificate: str = ""

    def __post_init__(self) -> None:
        """Raise ``BadInput`` for what can't be an address."""
        many = "," in self.host or (" " in self.host and not self.is_socket)
        if many or not _holds(self.host, MOST_HOST):
            raise BadInput(msg("The server’s name is missing or not valid. Nothing was changed."))
        if not _holds(self.database, MOST_NAME):
            raise BadInput(msg("The database’s name is missing or not valid. Nothing was changed."))
        refuse_unless_users((self.user,))
        if self.certificate and not _holds(self.certificate, MOST_LETTERS):
            raise BadInput(msg("The path of the certificate is not valid. Nothing was changed."))
        if not 0 < self.port < 65536:
            raise BadInput(msg("A port is a number from 1 to 65535. Nothing was changed."))

    @property
    def is_socket(self) -> bool:
        """Whether the server is met at a socket of this machine."""
        return self.host.startswith("/")

    @property
    def is_near(self) -> bool:
        """Whether the server runs on this machine: nothing travels."""
        return self.is_socket or self.host in NEAR

    def connection_arguments(self, password: str) -> dict[str, object]:
        """What ``psycopg.connect`` is to be called with."""
        given: dict[str, object] = {
            "host": self.host, "port": self.port, "dbname": self.database, "user": self.user,
            "sslmode": self.tls.value, "connect_timeout": CONNECT_SECONDS, "application_name": "KPI Desk",
            "keepalives": 1, "keepalives_idle": SILENT_SECONDS, "keepalives_interval": 10, "keepalives_count": 3,
            "tcp_user_timeout": SILENT_SECONDS * 1000,
        }  # fmt: skip
        if password:
            given["password"] = password
        if not (self.is_near or self.tls in (Tls.VERIFY_FULL, Tls.VERIFY_CA)):
            given["require_auth"] = "!password"  # whoever answers must prove that they know it, and is never told it
        roots = self._roots()
        return given | ({"sslrootcert": roots} if roots else {})

    def _roots(self) -> str:
        """The certificates to check against; those of the system where none are named and the name is checked too."""
        if self.certificate or self.tls is not Tls.VERIFY_FULL or self.is_socket:
            return self.certificate
        import ssl

        return ssl.get_default_verify_paths().cafile or SYSTEM

    def __str__(self) -> str:
        asked = {"sslmode": self.tls.value} | ({"sslrootcert": self.certificate} if self.certificate else {})
        host = self.host
        if self.is_socket:
            host, asked = "", {"host": host} | asked
        host = f"[{host}]" if ":" in host else host
        port = "" if self.port == PORT else f":{self.port}"
        user, database = (urllib.parse.quote(each, safe="") for each in (self.user, self.database))
        return f"{SCHEMES[0]}://{user}@{host}{port}/{database}?{urllib.parse.urlencode(asked)}"

    @property
    def shown(self) -> str:
        """Server and database, for people: ``db.firma.no/kpidesk``."""
        return f"{self.host}{'' if self.port == PORT else f':{self.port}'}/{self.database}"


def warning(address: Address) -> Message | None:
    """What is unsafe about the way to a server; ``None`` where all of it is checked, or nothing travels."""
    if address.is_near or address.tls is Tls.VERIFY_FULL:
        return None
    if address.tls is Tls.VERIFY_CA:
        return msg("Any server with a certificate from the same issuer is trusted. “verify-full” checks its name too.")
    if address.tls is Tls.REQUIRE:
        return msg(
            "The connection is encrypted, but nobody checks that it is the right server. “verify-full” is safer."
        )
    return msg("Numbers may travel unencrypted, for others on the network to read. “verify-full” is safer.")


def parse(words: str) -> tuple[Address, str]:
    """An address as it is written, and the password that stood in it or nothing; raises ``BadInput``."""
    words = words.strip()
    try:
        if len(words) > MOST_LETTERS:
            raise ValueError("too long")
        found = urllib.parse.urlsplit(words)
        asked = dict(urllib.parse.parse_qsl(found.query, keep_blank_values=True, strict_parsing=bool(found.query)))
        port = found.port
    except ValueError as error:
        raise _not_one(words) from error
    if found.scheme not in SCHEMES or found.fragment:
        raise _not_one(words)
    tls = _tls(asked.pop("sslmode", Tls.VERIFY_FULL.value))
    certificate, host = asked.pop("sslrootcert", ""), asked.pop("host", "") or _unquoted(found.hostname)
    if asked:
        raise BadInput(
            msg("“{name}” in the address is not known here. Nothing was changed. Leave it out.", name=min(asked)[:40])
        )
    database = _unquoted(found.path.removeprefix("/"))
    address = Address(
        host, database, _unquoted(found.username), PORT if port is None else port, tls,
        "" if certificate == SYSTEM else certificate,
    )  # fmt: skip
    return address, _unquoted(found.password)


def refuse_unless_users(names: Iterable[str]) -> None:
    """Raise ``BadInput`` for what no user of a server is called."""
    if not all(_holds(name, MOST_NAME) for name in names):
        raise BadInput(msg("The user name is missing or not valid. Nothing was changed."))


def _unquoted(words: str | None) -> str:
    return urllib.parse.unquote(words or "")


def _tls(words: str) -> Tls:
    known = {each.value: each for each in Tls} | {"allow": Tls.PREFER}
    if words not in known:
        raise BadInput(
            msg(
                "“{words}” isn’t a way to protect a connection. Use {ways}. Nothing was changed.",
                words=words[:40],
                ways=", ".join(each.value for each in Tls),
            )
        )
    return known[words]


def _not_one(words: str) -> BadInput:
    return BadInput(
        msg(
            "“{words}” isn’t the address of a database. Write it like {example}. Nothing was changed.",
            words=words.rpartition("@")[2].partition("?")[0][:60],
            example="postgresql://ola@db.firma.no/kpidesk",
        )
    )


def _holds(words: str, most: int) -> bool:
    """Tell whether there is something that shows, not too much, and nothing that no name holds, as an end of line."""
    return bool(words.strip()) and len(words.encode("utf-8", "replace")) <= most and words.isprintable()
