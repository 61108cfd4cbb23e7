"""A sentence that is typed for a goal: the line, and below it what is read, to be corrected part by part."""
