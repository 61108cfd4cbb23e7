"""The command line's grammar. It imports no command: what a command needs is loaded when it is called."""
