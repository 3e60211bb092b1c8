# SPDX-License-Identifier: EUPL-1.2
"""Runs the migrations in the transaction of whoever opened the database: they happen whole or not at all."""

from alembic import context

from comunecast_gui.store.db import (  # noqa: F401 - they fill the catalogue
    schema,
    schema_approval,
    schema_inbound,
    schema_meta,
    schema_posts,
    schema_shared,
)
from comunecast_gui.store.db.schema_base import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    on_version_apply=context.config.attributes.get("applied"),
)
context.run_migrations()
