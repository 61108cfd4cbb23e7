"""The form of what ``--json`` prints, as JSON Schema: a document for each command, held to what it prints by a test."""
