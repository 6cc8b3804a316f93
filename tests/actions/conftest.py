"""The bureau beside a local Fortnox, which the tests of jobs have too."""

from tests.jobs.conftest import bureau

__all__ = ["bureau"]
