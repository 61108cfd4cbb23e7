"""Reaching everybody: what a screen reader hears and is told of as it happens, and what a hand can hit."""
