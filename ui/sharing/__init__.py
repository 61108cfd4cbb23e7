"""The shared file: carrying changes, merging a copy, sending one, replies, passwords, rescue."""
