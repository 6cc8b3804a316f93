"""What is wrong with a client, why, and what to do about it: read from all that is kept, and told in words.

The layer below `lib.actions`: it reads the store and changes nothing.
"""
