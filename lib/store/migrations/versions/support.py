"""Support: consents, certificates of what was erased, and what else the support desk keeps."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
