"""Sign-in with the bureau's identity provider: what its trips and its people need."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
