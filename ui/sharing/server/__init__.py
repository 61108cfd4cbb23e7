"""The team server of the open file: trips there, what is said of them, and the dialogs."""
