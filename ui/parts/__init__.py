"""Widgets that know nothing of goals, KPIs or files: fields, columns, buttons, notices, sparklines."""
