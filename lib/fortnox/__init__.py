"""Fortnox: signing in, calling its interface at its pace, and reading what it answers.

Comes in: an address, a vault for tokens, turns, a journal (the ports). Goes out: registers, SIE bytes,
ledgers as Polars frames, failures with their remedies. Alone speaks HTTP to Fortnox.
Must not know the store, jobs, or what the data are used for.
"""
