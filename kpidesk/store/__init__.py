"""SQLite: the change log, the state it yields, merge, vetting, backups and publishing.

From the bottom up:

- ``schema`` the tables; ``database`` a connection and its one kind of transaction; ``codec`` between an
  entity's fields and the cells of the log; ``digest`` eight bytes over a transaction's content.
- ``log`` writes a transaction, log and state together; ``undo`` writes what takes one back.
- ``fold`` derives the state from the log; ``merge`` unites two logs and folds what it touched; ``redact``
  makes copies without the sensitive KPIs and keeps parts and wholes from being mixed.
- ``past`` is the file as if some transactions had never happened: what undoes a merge or goes back in time.
- ``book`` keeps the living rows in memory; ``history``, ``conflicts`` and ``contents`` read the log.
- ``changes`` says what a transaction changed, ``report`` what a merge changed; ``change`` is what a
  command may do inside a transaction, ``settling`` what may be chosen in a conflict, ``merged`` which
  transactions a merge took in.
- ``publish`` and ``sharing`` keep the user's file in step with the private working copy; ``files``
  makes and opens working copies, ``rescue`` makes a damaged file anew; ``vet`` looks a foreign file over;
  ``verify`` checks our own; ``backups`` stores snapshots and thins them out; ``forks`` finds other
  versions beside the file, ``presence`` tells who else is there.

The open file is one object in layers, each knowing only those before: ``reading`` (questions), ``editing``
(transactions, undo), ``publishing`` (the shared file, colleagues, forks), ``merging`` (copies), ``restoring``
(the past); ``kpidesk.workspace`` adds opening and closing.
"""
