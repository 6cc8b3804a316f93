"""Manual entry: the balances of one financial year, typed account by account."""

import polars as pl
import streamlit as st

from dashboard import context, navigation, panels, tables, typed
from dashboard.forms import financial_year
from dashboard.language import _
from lib.store.tables import Source

view = context.header(_("Manual entry"), "balances.type")
if view.client.source is not Source.MANUAL:
    panels.empty(
        _("This client's books do not come from manual entry."), _("Choose manual entry in the start guide first.")
    )
    navigation.link("start_guide")
    st.stop()

year = financial_year(list(view.books.years), context.today(), key="typed")
edited = st.data_editor(
    typed.start(view, year),
    key=f"balances-{view.client.id}-{year}",
    num_rows="dynamic",
    hide_index=True,
    row_height=tables.ROW,
    height=tables.HEADER + tables.ROW * 10,
    column_config=typed.config(),
    alt=_("Balances by account"),
)
rows, problems = typed.read(edited if isinstance(edited, pl.DataFrame) else pl.from_pandas(edited))
tables.totals(typed.sums(rows))
st.caption(_(tables.SIGN_RULE))
for problem in problems:
    st.warning(problem)

ready = bool(rows) and not problems and year is not None
if st.button(_("Check the balances"), type="primary", disabled=not ready):
    typed.send(view, year, rows)
