"""Tables out of the program: Excel workbooks that an accountant can go on working in.

Comes in: frames and where they come from. Goes out: bytes.
Must not know the store, or who is looking.
"""
