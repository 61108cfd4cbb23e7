"""What was changed, by whom; going back; backups."""
