"""A local witness: demo books, and later a local Fortnox, made from a model of our own.

Comes in: a day and a seed. Goes out: SIE files as bytes, always the same for the same day and seed.
Must not know our reader, writer or ledger: it imports `lib.core` at most, so that it can contradict them.
"""
