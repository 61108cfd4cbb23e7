"""What is asked of a team server, and told it.

SQL by hand here is PostgreSQL's own: arrays come in by ``unnest``, as ``COPY`` is refused where rows have policies, and
what another has entered first is passed over. Every value is bound, none is part of a text; bytes in an array are asked
to go as they are (``%b``), as the driver would write them as text: twice as many, in ten times the time.
"""

from __future__ import annotations

SETTINGS = """SELECT set_config('synchronous_commit', 'on', false), set_config('lock_timeout', '10s', false),
    set_config('statement_timeout', '30s', false), set_config('idle_in_transaction_session_timeout', '60s', false),
    set_config('search_path', 'pg_catalog', false), set_config('client_encoding', 'UTF8', false)"""
"""No name is looked up where others may have put something; a commit that is acknowledged is on disk."""
SERVER = """SELECT current_setting('server_version'), session_user::text, to_regclass('kpidesk.hub_run') IS NOT NULL,
    COALESCE((SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class
              WHERE oid = to_regclass('kpidesk.hub_run')), false)"""

SPACES = "SELECT uid, min_reader, EXISTS (SELECT FROM kpidesk.hub_key k WHERE k.space = s.uid) FROM kpidesk.hub_space s"
SPACE = f"{SPACES} WHERE uid = %s"
NEW_SPACE = "INSERT INTO kpidesk.hub_space(uid, version, min_reader) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
NEW_MEMBERS = """INSERT INTO kpidesk.hub_member(role, space) SELECT name, %s FROM unnest(%s::name[]) name
    ON CONFLICT DO NOTHING"""
ROLES = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"

KEYS = "SELECT generation, salt, wrapped FROM kpidesk.hub_key WHERE space = %s ORDER BY generation DESC LIMIT %s"
NEW_KEY = """INSERT INTO kpidesk.hub_key(space, generation, salt, wrapped) VALUES (%s, %s, %s, %s)
    ON CONFLICT DO NOTHING"""
ANY_RUN = "SELECT EXISTS (SELECT FROM kpidesk.hub_run WHERE space = %s)"

VECTOR = """SELECT s.uid, COALESCE((SELECT max(last) FROM kpidesk.hub_run t
                                WHERE t.space = s.space AND t.session = s.uid), 0)
    FROM kpidesk.hub_session s WHERE s.space = %s"""
INFOS = "SELECT uid, info FROM kpidesk.hub_session WHERE space = %s AND uid = ANY(%b)"
RUNS = """SELECT t.session, t.first, t.last, t.by, t.arrived::text, t.payload
    FROM unnest(%b::bytea[], %s::int[], %s::int[]) AS w(session, n, upto)
    JOIN kpidesk.hub_run t ON t.space = %s AND t.session = w.session AND t.last > w.n AND t.last <= w.upto
    ORDER BY t.session, t.first"""
STANDING = """SELECT t.session, t.arrived::text FROM unnest(%b::bytea[], %s::int[]) AS w(session, n)
    JOIN kpidesk.hub_run t ON t.space = %s AND t.session = w.session AND t.first <= w.n AND t.last >= w.n"""
"""When the runs with those numbers arrived: nothing but the owner puts another in the place of one."""


SEND = """WITH opened AS (INSERT INTO kpidesk.hub_session(space, uid, info)
        SELECT %s, * FROM unnest(%b::bytea[], %b::bytea[]) ON CONFLICT DO NOTHING),
    entered AS (INSERT INTO kpidesk.hub_run(space, session, first, last, payload)
        SELECT %s, * FROM unnest(%b::bytea[], %s::int[], %s::int[], %b::bytea[]) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*), pg_notify(%s, %s) FROM entered"""
"""Sessions, runs and news of them at once: one way to the server and back, and one transaction by itself."""
NOTIFY = "SELECT pg_notify(%s, %s)"
