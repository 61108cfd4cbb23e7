"""The commands about the program on this machine: at home in its system, and examined."""
