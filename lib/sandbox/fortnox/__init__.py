"""A local Fortnox: sign-in, tokens, gate and registers of made-up companies, as the wire contract has them.

Comes in: HTTP as Fortnox takes it, on one port for both of its hosts. Goes out: what Fortnox would answer,
to the byte where it is known; what had to be made up is listed in its help (`/sandbox`).
Must not know our client, reader or ledger: it imports `lib.core` at most, so that it can contradict them.
"""
