"""The program: windows, menu bar, rail, places, welcome, settings, help."""
