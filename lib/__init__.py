"""Everything Brygga knows about books; no Streamlit, usable from a notebook or the command line."""
