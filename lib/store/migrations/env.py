"""What Alembic runs: the migrations, in the transaction that `lib.store.migrations.migrate` holds."""

from alembic import context
from sqlmodel import SQLModel

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
)
context.run_migrations()
