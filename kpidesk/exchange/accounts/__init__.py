"""Numbers out of the accounts: SAF-T Financial, the file that every Norwegian accounting program exports.

``read_accounts`` reads the files of one company in one pass, whatever their size, and gives monthly figures, what must
be asked, and what is wrong in the accounts. Nothing is written here; ``kpidesk.commands`` takes it.
"""
