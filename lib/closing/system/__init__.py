"""System entries: closing entries that the program proposes, each with the calculation behind it."""
