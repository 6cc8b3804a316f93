"""Books as Polars frames: one financial year each, their balances, statements and comparison."""
