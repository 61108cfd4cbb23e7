"""What a server or libpq says before a session begins, and what it is told as."""

from __future__ import annotations

from types import SimpleNamespace

from kpidesk import text
from kpidesk.hub.address import Address
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.line import connection
from tests.table import table

DEMAND = 'authentication method requirement "!password"'
PASSWORDS = Address("db.firma.no", "passwords", "ola")


class Failed(Exception):
    """As psycopg raises it: without a code, with what libpq knows."""

    def __init__(self, words: str, used: bool) -> None:
        super().__init__(f'connection failed: connection to server at "db.firma.no", port 5432 failed: {words}')
        self.sqlstate, self.pgconn = None, SimpleNamespace(used_password=used)


@table(
    "words, used, told, asks",
    [
        ('FATAL:  password authentication failed for user "ola"', True, "does not know this user", True),
        ("fe_sendauth: no password supplied", True, "does not know this user", True),
        ('FATAL:  role "ola" does not exist', False, "does not know this user", True),
        ('FATAL:  database "passwords" does not exist', True, "no database “passwords”", False),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.9", SSL off', False, "not let this user in", False),
        ('FATAL:  permission denied for database "passwords"', True, "not let this user in", False),
        ("FATAL:  Passwort-Authentifizierung für Benutzer »ola« fehlgeschlagen", True, "not let this user in", True),
        ("FATAL:  sorry, too many clients already", True, "does not answer", None),
        ("FATAL:  the database system is starting up", False, "does not answer", None),
        (f"{DEMAND} failed: server requested a cleartext password", False, "could not prove", False),
        ("Connection refused", False, "does not answer", None),
        ("SSL error: certificate verify failed", False, "could not prove", False),
        ("server does not support SSL, but SSL was required", False, "could not prove", False),
    ],
)  # fmt: skip
def test_each_is_told_as_what_it_is(words: str, used: bool, told: str, asks: bool | None) -> None:
    with text.using("en"):
        error = connection._not_connected(Failed(words, used), PASSWORDS)
        assert told in str(error) and words in error.details
    assert (error.password if isinstance(error, HubRefused) else None) is asks
