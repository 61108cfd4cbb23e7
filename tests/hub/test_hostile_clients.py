"""A member who speaks SQL instead of the program: the server refuses what would rewrite, forge or look elsewhere."""

from __future__ import annotations

import psycopg
import pytest

from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub
from tests.store.conftest import add_objective

PAYLOAD = "decode(repeat('00', 32), 'hex')"
SESSION = "(SELECT uid FROM kpidesk.hub_session LIMIT 1)"
SPACE = "(SELECT space FROM kpidesk.hub_member LIMIT 1)"
ELSEWHERE = "decode(repeat('07', 16), 'hex')"
RUN = "INSERT INTO kpidesk.hub_run(space, session, first, last, payload)"
UPSERT = "ON CONFLICT (space, session, last) DO UPDATE SET payload = excluded.payload"


def more(column: str) -> str:
    """A run with one more column."""
    return RUN.replace("payload)", f"payload, {column})")


REFUSED = {
    "a gap": f"{RUN} VALUES ({SPACE}, {SESSION}, 9, 9, {PAYLOAD})",
    "an overlap": f"{RUN} VALUES ({SPACE}, {SESSION}, 2, 3, {PAYLOAD})",
    "the same number again": f"{RUN} VALUES ({SPACE}, {SESSION}, 1, 1, {PAYLOAD})",
    "another beginning": f"{RUN} VALUES ({SPACE}, {SESSION}, 1, 7, {PAYLOAD})",
    "number 0": f"{RUN} VALUES ({SPACE}, {SESSION}, 0, 3, {PAYLOAD})",
    "backwards": f"{RUN} VALUES ({SPACE}, {SESSION}, 3, 2, {PAYLOAD})",
    "a run too long": f"{RUN} VALUES ({SPACE}, {SESSION}, 3, 1003, {PAYLOAD})",
    "a payload too short": f"{RUN} VALUES ({SPACE}, {SESSION}, 3, 3, decode('00', 'hex'))",
    "a session that is not there": f"{RUN} VALUES ({SPACE}, decode(repeat('09', 8), 'hex'), 1, 1, {PAYLOAD})",
    "another workspace": f"{RUN} VALUES ({ELSEWHERE}, {SESSION}, 3, 3, {PAYLOAD})",
    "a time of its own": f"{more('arrived')} VALUES ({SPACE}, {SESSION}, 3, 3, {PAYLOAD}, now())",
    "another's name": f"{more('by')} VALUES ({SPACE}, {SESSION}, 3, 3, {PAYLOAD}, 'ola')",
    "a reference of its own": f"{more('before')} VALUES ({SPACE}, {SESSION}, 3, 3, {PAYLOAD}, 1)",
    "an upsert": f"{RUN} VALUES ({SPACE}, {SESSION}, 1, 2, {PAYLOAD}) {UPSERT}",
    "an update": "UPDATE kpidesk.hub_run SET payload = payload",
    "an update of a session": "UPDATE kpidesk.hub_session SET info = info",
    "a delete": "DELETE FROM kpidesk.hub_run",
    "a delete of a session": "DELETE FROM kpidesk.hub_session",
    "a delete of a key": "DELETE FROM kpidesk.hub_key",
    "an empty table": "TRUNCATE kpidesk.hub_run CASCADE",
    "no table": "DROP TABLE kpidesk.hub_run",
    "another column": "ALTER TABLE kpidesk.hub_run ADD x int",
    "no policy": "ALTER TABLE kpidesk.hub_run DISABLE ROW LEVEL SECURITY",
    "a policy": "CREATE POLICY all_of_it ON kpidesk.hub_run USING (true)",
    "a trigger": "CREATE TRIGGER t BEFORE INSERT ON kpidesk.hub_run EXECUTE FUNCTION tsvector_update_trigger()",
    "a rule": "CREATE RULE r AS ON INSERT TO kpidesk.hub_run DO INSTEAD NOTHING",
    "membership": f"INSERT INTO kpidesk.hub_member(role, space) VALUES ('eve', {SPACE})",
    "a workspace": f"INSERT INTO kpidesk.hub_space(uid, version, min_reader) VALUES ({ELSEWHERE}, 1, 1)",
    "a newer workspace": "UPDATE kpidesk.hub_space SET min_reader = 99",
    "a table": "CREATE TABLE kpidesk.mine(x int)",
    "a table in public": "CREATE TABLE public.mine(x int)",
    "a temporary table": "CREATE TEMPORARY TABLE hub_run(x int)",
    "a schema": "CREATE SCHEMA mine",
    "a copy in": "COPY kpidesk.hub_run(space, session, first, last, payload) FROM STDIN",
    "no policies": "SET row_security = off; SELECT count(*) FROM kpidesk.hub_run",
    "another role": "SET ROLE owner",
    "another user": "SET SESSION AUTHORIZATION owner",
    "the right to let others in": "GRANT kpidesk_member TO kari WITH ADMIN OPTION",
    "a function to be run by the owner": "CREATE FUNCTION kpidesk.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a file of the server": "SELECT pg_read_file('PG_VERSION')",
    "a program of the server": "COPY (SELECT 1) TO PROGRAM 'true'",
}


def test_a_member_who_speaks_sql_changes_nothing(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    add_objective(ws, "one")
    hub.trip(ws, hub.courier(ws))
    before = everything(hub)
    assert before
    with hub.bare("kari") as connection:
        for what, statement in REFUSED.items():
            try:
                with connection.transaction():
                    connection.execute(statement)  # type: ignore[call-overload]
            except psycopg.Error:
                connection.execute("RESET ALL")
            else:
                pytest.fail(what)
    assert everything(hub) == before


def test_who_is_no_member_sees_nothing(hub: Hub, ws: Workspace) -> None:
    hub.place(ws, ("kari",))
    add_objective(ws, "one")
    hub.trip(ws, hub.courier(ws))
    with hub.bare("eve") as connection:
        for table in ("hub_space", "hub_member", "hub_key", "hub_session", "hub_run"):
            assert connection.execute(f"SELECT * FROM kpidesk.{table}").fetchall() == [], table  # type: ignore[call-overload]
    told = hub.courier(ws, "eve").trip()
    assert told.at is None and "may not take part" in str(told.problem)


def test_a_server_names_who_brought_what_and_when_by_itself(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    hub.trip(ws, hub.courier(ws, "ola"))
    with hub.bare() as owner:
        found = owner.execute("SELECT by, arrived BETWEEN now() - interval '1 hour' AND now() FROM kpidesk.hub_run")
        assert found.fetchall() == [("ola", True)]


def everything(hub: Hub) -> list[object]:
    """Every run, as the owner sees them."""
    with hub.bare() as owner:
        rows: list[object] = owner.execute("SELECT * FROM kpidesk.hub_run ORDER BY space, session, last").fetchall()
        return rows
