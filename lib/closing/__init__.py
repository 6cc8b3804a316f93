"""Closing: the appendices that account for a balance, and what follows from them."""
