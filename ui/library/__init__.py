"""The shipped KPIs and templates, to be looked through and added."""
