"""What every room of the window stands on: the session, actions, theme, memory, tasks, the frame of a dialog."""
