"""What is done with a file as a whole: merging, going back, beginning anew."""
