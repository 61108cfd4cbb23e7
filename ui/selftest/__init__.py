"""``kpidesk --self-test``: the program goes through itself, where it is installed, and tells what works.

For whoever packages it and for support. It works in a folder of its own that goes afterwards, with the program's own
windows, pages and commands; nothing of it is loaded otherwise.
"""
