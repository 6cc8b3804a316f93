"""Accounting grids: Swedish figures, at most so many rows, and the row that was clicked."""

from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard import tables
from lib.core.money import sek

FIGURES = st.integers(min_value=-(10**15), max_value=10**15)


def _grid_of_many_rows() -> None:
    import polars as pl

    from dashboard import tables as shown

    frame = pl.DataFrame({"account": [str(number) for number in range(2_000)], "opening": list(range(2_000))})
    shown.grid(frame, shown.BALANCE_COLUMNS[:2], key="many", alt="many")


def _grid_that_opens() -> None:
    import polars as pl
    import streamlit

    from dashboard import tables as shown

    frame = pl.DataFrame({"account": ["1930", "2440"], "opening": [12_345, -100]})
    clicked = shown.grid(frame, shown.BALANCE_COLUMNS[:2], key="doors", alt="doors", opens=True)
    streamlit.text(str(clicked))


def _grid_to_pick_in() -> None:
    import polars as pl
    import streamlit

    from dashboard import tables as shown

    frame = pl.DataFrame({"account": ["1930", "2440"], "opening": [12_345, -100]})
    picked = shown.pick(frame, shown.BALANCE_COLUMNS[:2], key="picks", alt="picks")
    streamlit.text(f"{picked.rows} {picked.cell}")


@given(ore=FIGURES)
def test_a_figure_in_a_grid_reads_as_the_amount_it_is(ore: int) -> None:
    kronor = pl.DataFrame({"amount": [ore]}).with_columns(tables.in_kronor("amount"))["amount"][0]
    assert tables.figure(kronor) == sek(ore)
    assert kronor == Decimal(ore) / 100


def test_figures_of_a_long_table_are_swedish_texts_that_sort_as_numbers() -> None:
    ore = [123_456_780, 5, None, 0, 99_000, 100_000, 9_223_372_036_854_775_807]
    texts = pl.DataFrame({"debit": ore}).select(tables.in_swedish("debit"))["debit"]
    assert [text.strip().replace("\N{NO-BREAK SPACE}", " ") for text in texts] == [
        "1 234 567,80",
        "0,05",
        "",
        "0,00",
        "990,00",
        "1 000,00",
        "92 233 720 368 547 758,07",
    ]
    assert [ore[place] for place in texts.arg_sort()] == [None, *sorted(one for one in ore if one is not None)]


def test_no_more_rows_are_sent_than_a_browser_should_hold() -> None:
    app = AppTest.from_function(_grid_of_many_rows).run()
    assert len(app.dataframe[0].value) == tables.ROWS_AT_ONCE


def test_a_click_gives_the_row_and_no_click_gives_none() -> None:
    app = AppTest.from_function(_grid_that_opens).run()
    assert app.text[0].value == "None"
    app.session_state["doors"] = {"selection": {"rows": [], "columns": [], "cells": [(1, "opening")]}}
    assert app.run().text[0].value == "1"


def test_rows_can_be_ticked_and_a_cell_opened_and_what_is_gone_is_neither() -> None:
    app = AppTest.from_function(_grid_to_pick_in).run()
    assert app.text[0].value == "() None"
    app.session_state["picks"] = {"selection": {"rows": [1, 0, 7], "columns": [], "cells": [(1, "opening")]}}
    assert app.run().text[0].value == "(0, 1) (1, 'opening')"
    app.session_state["picks"] = {"selection": {"rows": [], "columns": [], "cells": [(7, "opening")]}}
    assert app.run().text[0].value == "() None"


def test_a_click_on_a_row_that_is_gone_opens_nothing() -> None:
    app = AppTest.from_function(_grid_that_opens).run()
    app.session_state["doors"] = {"selection": {"rows": [], "columns": [], "cells": [(7, "opening")]}}
    assert app.run().text[0].value == "None"


def test_a_column_without_anything_in_it_is_left_out() -> None:
    frame = pl.DataFrame({"account": ["1930"], "text": [""], "amount": [0]})
    columns = [
        tables.Column("account", "Account"),
        tables.Column("text", "Text"),
        tables.Column("amount", "Amount", tables.Kind.AMOUNT),
    ]
    assert [column.name for column in tables.filled(frame, columns)] == ["account", "amount"]


def test_the_texts_take_the_room_of_a_column_that_is_left_out() -> None:
    frame = pl.DataFrame({"text": ["Hyra"], "objects_text": [""]})
    columns = [tables.Column("text", "Text", width=200), tables.Column("objects_text", "Objects", width=100)]
    assert [column.width for column in tables.filled(frame, columns)] == [300]
