"""Books as frames: years, balances, statements, and the comparison of two imports.

Comes in: a read SIE file, a spreadsheet or typed rows.
Goes out: `YearBooks`, one for each financial year, and the tables that screens and reports show.
Must not know clients, the store, or who is looking.
"""
