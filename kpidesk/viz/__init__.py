"""What a chart says, for screen and paper alike."""
