"""Everything that knows Streamlit or Starlette and is shared by the pages."""
