"""What nobody has foreseen: faults in the program, and crashes of it."""
