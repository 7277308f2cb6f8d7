"""What Alembic runs: the migrations on the connection that `storage.schema` hands over, or on `-x url=…` by hand."""

from alembic import context
from sqlalchemy import Connection, create_engine

from storage.tables import metadata


def migrate(connection: Connection) -> None:
    """Run the migrations in the transaction that is open, or in one of their own."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    migrate(handed)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"]).begin() as own:
        migrate(own)
