"""SQLite: the change log, the state it yields, merge, vetting, backups and the shared file.

Five rooms, each knowing only those before it:

- ``db``: ``schema`` the tables, ``database`` a connection and its one kind of transaction, ``encryption`` the one
  door through which a file of SQLite is opened, ``scratch`` temporary files.
- ``log``: ``codec`` between an entity's fields and the cells of the log, ``digest`` eight bytes over a
  transaction's content, ``writer`` one transaction in log and state together, ``fold`` the state from the log,
  ``undo`` what takes a transaction back, ``rewind`` the file as if some had never happened; ``transaction`` what a
  command may do, ``changes`` what one changed, ``entity_cache`` the living rows in memory; ``history``,
  ``history_query``, ``conflicts``, ``readback`` read the log, ``resolution`` is what may be chosen in a conflict;
  ``merge_record`` and ``restore_record`` say what came in and what went back; ``verify`` checks our own file.
- ``merge``: ``union`` unites two logs and folds what it touched, ``merge_report`` tells it, ``mixing`` keeps parts
  and wholes apart.
- ``files``: ``snapshot`` the file as it is published, ``working_copy`` the private one, ``vet`` looks a foreign file
  over, ``redact`` makes copies without the sensitive KPIs, ``backups`` and ``shelf`` keep snapshots, ``recovery``
  makes a damaged file anew, ``rekey`` changes the password.
- ``sync``: ``shared_file`` keeps the user's file in step, ``sync_worker`` does so from a thread of its own,
  ``presence`` tells who else is there, ``conflict_copies`` finds other versions beside the file.

``kpidesk.workspace`` is the open file over all of it.
"""
