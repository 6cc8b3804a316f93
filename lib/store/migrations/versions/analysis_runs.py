"""The newest run of the checks on each year of books."""

import sqlalchemy as sa
from alembic import op

from lib.store.columns import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "analysis_run",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("stored", sa.String(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_analysis_run_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("client_id", "year_start", name=op.f("pk_analysis_run")),
    )
