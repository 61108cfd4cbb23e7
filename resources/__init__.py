"""Files that come with the program; read them through kpidesk.assets."""
