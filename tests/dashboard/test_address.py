"""Widgets tied to the URL: what stands there decides, what is chosen is written there."""

from streamlit.testing.v1 import AppTest


def _a_view() -> None:
    import streamlit as st

    from dashboard import address

    st.text_input("text", **address.tie("sok"))
    st.selectbox("part", ["a", "b"], **address.tie("vy", "a", among=["a", "b"]))
    st.toggle("all", **address.tie_switch("noll"))
    st.pagination(3, **address.tie_page(3))


def test_the_address_decides_what_is_shown() -> None:
    app = AppTest.from_function(_a_view)
    app.query_params |= {"sok": "hyra", "vy": "b", "noll": "ja", "sida": "2"}
    app.run()
    assert (app.text_input[0].value, app.selectbox[0].value, app.toggle[0].value) == ("hyra", "b", True)
    assert app.pagination[0].value == 2


def test_what_no_choice_knows_counts_as_the_default() -> None:
    app = AppTest.from_function(_a_view)
    app.query_params |= {"vy": "z", "sida": "99"}
    app.run()
    assert app.selectbox[0].value == "a"
    assert app.pagination[0].value == 3


def test_a_choice_is_written_in_the_address() -> None:
    app = AppTest.from_function(_a_view).run()
    app.selectbox[0].set_value("b").run()
    assert app.query_params["vy"] == "b"


def test_the_default_leaves_the_address_clean() -> None:
    app = AppTest.from_function(_a_view)
    app.query_params["vy"] = "b"
    app.run()
    app.selectbox[0].set_value("a").run()
    assert "vy" not in app.query_params


def test_another_search_begins_on_the_first_page() -> None:
    app = AppTest.from_function(_a_view)
    app.query_params["sida"] = "3"
    app.run()
    app.text_input[0].set_value("moms").run()
    assert app.query_params["sok"] == "moms"
    assert app.pagination[0].value == 1
