"""What support asks for first: versions, places, rights and room on this machine, and how the folder of a file behaves.

Nothing of what is in a file is read or told. A folder is tried with files of its own, which go again.
"""
