"""What Brygga remembers: clients, people, imports, snapshots, books and the activity log.

Comes in: years of books as frames, source bytes, ids. Goes out: rows, lazy frames over Parquet.
Must not know jobs, actions or screens; it alone speaks SQL.
"""
