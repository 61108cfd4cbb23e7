"""The keys inside the pages: what they mean (``pressed``).

Which keys there are stands in ``kpidesk.manual.gestures``; no view knows keys of its own beside those.
"""
