"""The words of the domain: money, accounts, periods, findings, errors, languages.

Comes in: nothing. Goes out: small values that every other package speaks in.
Must not know any other package of ours.
"""
