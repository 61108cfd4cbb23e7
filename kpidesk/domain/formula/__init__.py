"""The formula language: parsed once to a tree of our own, evaluated period by period.

``+ - * /``, unary minus, parentheses, numbers, the names of inputs, ``prev(x, n=1)``,
``prev_year(x)``, ``sum_over(x, n)``, ``mean_over(x, n)``, ``days()``, ``min``, ``max``, ``abs``.
"""

from kpidesk.domain.formula.evaluate import Outcome, Reader, evaluate
from kpidesk.domain.formula.parse import FormulaRefused, parse
from kpidesk.domain.formula.spelling import Spelled, in_keys, named_in
from kpidesk.domain.formula.tree import Formula, combines_as, is_share, names_in
from kpidesk.domain.formula.words import words

__all__ = [
    "Formula",
    "FormulaRefused",
    "Outcome",
    "Reader",
    "Spelled",
    "combines_as",
    "evaluate",
    "in_keys",
    "is_share",
    "named_in",
    "names_in",
    "parse",
    "words",
]
