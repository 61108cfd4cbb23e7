"""The window: Qt widgets over the commands and reads of kpidesk."""
