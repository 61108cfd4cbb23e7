"""What makes a database a team server: its tables and who may do what with them (hub/README: Rights).

SQL by hand here is what peewee has no words for: roles, rights and policies of PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk.hub import tables

GROUP = "kpidesk_member"
"""The role that everybody is in who takes part in any workspace; nobody logs in as it."""
BEFORE = f"""\
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{GROUP}') THEN CREATE ROLE {GROUP} NOLOGIN; END IF;
  EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
CREATE SCHEMA {tables.SCHEMA};
REVOKE ALL ON SCHEMA {tables.SCHEMA} FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA {tables.SCHEMA} TO {GROUP};
"""
"""Ahead of the tables: nobody but the owner makes anything in this database."""
AFTER = f"""\
ALTER TABLE kpidesk.hub_run ALTER payload SET STORAGE EXTERNAL;
REVOKE ALL ON ALL TABLES IN SCHEMA kpidesk FROM PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA kpidesk TO {GROUP};
GRANT INSERT (space, generation, salt, wrapped) ON kpidesk.hub_key TO {GROUP};
GRANT INSERT (space, uid, info) ON kpidesk.hub_session TO {GROUP};
GRANT INSERT (space, session, first, last, payload) ON kpidesk.hub_run TO {GROUP};
ALTER TABLE kpidesk.hub_space ENABLE ROW LEVEL SECURITY;
ALTER TABLE kpidesk.hub_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE kpidesk.hub_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE kpidesk.hub_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE kpidesk.hub_run ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON kpidesk.hub_member FOR SELECT USING (role = session_user);
CREATE POLICY mine ON kpidesk.hub_space FOR SELECT USING (uid IN (SELECT space FROM kpidesk.hub_member));
"""
"""Once there are tables: a member reads and adds, and nothing else, in the workspaces that ``hub_member`` names."""
OPEN_TO_MEMBERS = ("hub_key", "hub_session", "hub_run")


def init_sql(people: Iterable[str] = ()) -> str:
    """Everything that makes an empty database a team server, to be run by who is to own it.

    ``people`` are roles that log in already, and are to take part.
    """
    made = "".join(f"{statement};\n" for statement in tables.statements())
    return f"BEGIN;\n{BEFORE}{made}{AFTER}{_policies()}{_joined(people)}COMMIT;\n"


def _policies() -> str:
    mine = "space IN (SELECT space FROM kpidesk.hub_member)"
    return "".join(
        f"CREATE POLICY see ON kpidesk.{table} FOR SELECT USING ({mine});\n"
        f"CREATE POLICY add ON kpidesk.{table} FOR INSERT WITH CHECK ({mine});\n"
        for table in OPEN_TO_MEMBERS
    )


def _joined(people: Iterable[str]) -> str:
    return "".join(f"GRANT {GROUP} TO {quoted(name)};\n" for name in people)


def quoted(name: str) -> str:
    """A role's name as SQL takes it, whatever it holds."""
    return '"{}"'.format(name.replace('"', '""'))
