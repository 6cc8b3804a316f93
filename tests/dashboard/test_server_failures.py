"""What a person sees when a widget's callback fails."""

from streamlit.testing.v1 import AppTest


def _failing() -> None:
    from dashboard.server import show_failure

    assert show_failure(ValueError("of no use to anybody"))


def test_a_failure_is_shown_with_a_reference_and_not_as_it_is() -> None:
    app = AppTest.from_function(_failing, default_timeout=20).run()
    assert not app.exception
    assert "of no use" not in app.error[0].value
    assert app.error[0].value
