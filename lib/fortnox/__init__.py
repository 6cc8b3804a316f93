"""Fortnox: signing in, calling its interface at its pace, and reading what it answers."""
