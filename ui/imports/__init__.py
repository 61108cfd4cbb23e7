"""Numbers out of a file: how it was read (page 20), what would be taken (page 21), and only then the one change.

A page shows values that were made elsewhere: a ``Book`` that was read, an ``Understanding`` of one of its sheets, a
preview of what would be taken. Whoever answers a question says so in a ``Said``, and the understanding is made anew in
the background. Nothing is stored before the one button, and that performs one command.
"""
