"""A PostgreSQL server of the tests' own: started once for a process, met at a socket, and gone afterwards.

Nothing is synced to the disk, since no test here cuts the power; one that kills the server asks for ``careful``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
OWNER = "owner"
QUICK = ("-F", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
"""Settings of a server whose disk need not be trusted."""
SETTINGS = (
    "-c",
    "listen_addresses=",
    "-c",
    "max_connections=120",
    "-c",
    "shared_buffers=32MB",
    "-c",
    "logging_collector=off",
)


def missing() -> str:
    """Why there can be no server here; empty where there can."""
    if not BINARIES:
        return "no PostgreSQL server is installed (apt: postgresql)"
    if os.getuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root, and there is no setpriv"
    return ""


def found_or_skipped() -> None:
    """Skip where there is no server; on a build server it must be there."""
    reason = missing()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def _command(name: str, *arguments: str) -> list[str]:
    """A program of the server's, as a user that it consents to."""
    program = [str(BINARIES[-1] / name), *arguments]
    if os.getuid() != 0:
        return program
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *program]


@dataclass
class Cluster:
    """A server in a folder."""

    folder: Path
    careful: bool = False
    made: int = 0
    more: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.run("initdb", "-D", str(self.data), "-U", OWNER, "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
        self.start()

    @property
    def data(self) -> Path:
        """Where it keeps its files."""
        return self.folder / "data"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = " ".join(
            [*SETTINGS, *(() if self.careful else QUICK), "-c", f"unix_socket_directories={self.folder}", *self.more]
        )
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", log, "-o", settings, "start")

    @contextlib.contextmanager
    def on_the_network(self, certificate: bytes, key: bytes) -> Iterator[int]:
        """Met at a port of this machine as well, encrypted and by password only; gives the port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        rules = b"local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
        files = {"server.crt": certificate, "server.key": key, "rules": rules}
        for name, content in files.items():
            path = self.folder / name
            path.write_bytes(content)
            path.chmod(0o600)
            if os.getuid() == 0:
                shutil.chown(path, "postgres", "postgres")
        self.more = (
            "-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", "ssl=on", "-c",
            f"ssl_cert_file={self.folder}/server.crt", "-c", f"ssl_key_file={self.folder}/server.key", "-c",
            f"hba_file={self.folder}/rules",
        )  # fmt: skip
        self._again()
        try:
            yield port
        finally:
            self.more = ()
            self._again()

    def _again(self) -> None:
        self.stop()
        self.start()

    def stop(self, how: str = "fast") -> None:
        """Stop it; ``immediate`` is as if its machine had gone."""
        self.run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def run(self, name: str, *arguments: str) -> None:
        """Run one of the server's programs."""
        done = subprocess.run(
            _command(name, *arguments), cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout

    def connect(self, database: str = "postgres", user: str = OWNER) -> psycopg.Connection[tuple[object, ...]]:
        """A bare connection."""
        return psycopg.connect(host=str(self.folder), dbname=database, user=user, autocommit=True)

    def database(self, template: str = "template0") -> str:
        """A new database."""
        self.made += 1
        name = f"d{self.made}"
        with self.connect() as connection:
            made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            connection.execute(made)
            connection.execute(  # what is taken from everybody is of a database, and does not come with its template
                sql.SQL("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
            )
        return name


@contextlib.contextmanager
def running(*, careful: bool = False) -> Iterator[Cluster]:
    """A server until the block ends; its socket's path is short enough for every system."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    folder.chmod(0o755)
    cluster = Cluster(folder, careful)
    try:
        yield cluster
    finally:
        with contextlib.suppress(AssertionError):
            cluster.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
