"""The rules of the numbers: values in, values out. Nothing here knows of files or windows.

The formulas and where they come from are told in ``kpidesk/figures/README.md``. What was decided, and why:

- Plain functions and frozen dataclasses; today, the fiscal year and the settings come in as arguments. So a quarter
  can be looked at as of any day, and a test needs no clock.
- ``None`` is no value and never 0; not applicable is a value of its own. A blank that counts as 0 turns a week that
  nobody has entered into a bad one.
- Whatever judges compares in ``comparing``, and whatever is shown is rounded in ``rounding``: otherwise a goal that is
  reached to the last binary digit but one would stand as missed on one page and as met on another.
- ``entities`` names every kind of row and its fields once. The store makes its tables from them and commands their
  checks (``bounds``), so that a new field is one line.
- Formulas have a small language of their own (``formula``) and are never run as Python: a file comes from anybody.
"""
