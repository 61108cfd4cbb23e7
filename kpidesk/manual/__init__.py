"""The manual: Markdown in ``resources/help``, one folder for each language, read once for window and paper.

``book`` holds what it says as plain values, ``reading`` makes them of the files, ``finding`` searches in them. What
stands in the files is CommonMark with tables, and seven things of our own:

- ``# Title`` begins a chapter, ``## Section {#key}`` a section; the key is the same in every language.
- ``[words](round.md#enter)`` leads to another chapter or section, ``[words](action:add_kpi)`` to a command of the
  window.
- A quote that ends in such a command alone is what a chapter leads to: some words, and a button.
- ``- [x]`` makes a list of questions that are answered well.
- `` `Alt+Left` `` is a key, which is called by its name in the language of the text.
- ``{version}`` stands for the version of the program.
- A code block of the kind ``generated`` names what the program itself can tell, ``commands`` for one.
"""
