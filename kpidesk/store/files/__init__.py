"""The files of a workspace: snapshots, the private working copy, backups, copies vetted, redacted or rescued."""
