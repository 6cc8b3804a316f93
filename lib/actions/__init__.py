"""What a person may do: right, domain, store, log - all that pages call to change anything.

Comes in: a `Desk` (who, with which store and which job runner) and ids.
Goes out: ids and small values; every action leaves a row in the activity log.
Must not know Streamlit; frames do not pass here.
"""
