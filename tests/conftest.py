"""What every test may ask for."""

from tests.databases import (
    database,
    empty_database,
    postgresql,
    postgresql_database,
    sqlite_database,
    sqlite_template,
    writing,
)
from tests.distribution import (
    pytest_collection_modifyitems,
    pytest_xdist_auto_num_workers,
    pytest_xdist_make_scheduler,
)
from tests.garbage import pytest_collection_finish
from tests.servers.fixtures import (
    authority,
    mailbox,
    sink,
    start_mail_server,
    start_postfix,
    start_server,
    start_service,
)
from tests.soaking import first_seed, pytest_addoption, pytest_terminal_summary, soak
from tests.statements import pytest_configure

__all__ = [
    "authority",
    "database",
    "empty_database",
    "first_seed",
    "mailbox",
    "postgresql",
    "postgresql_database",
    "pytest_addoption",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_terminal_summary",
    "pytest_xdist_auto_num_workers",
    "pytest_xdist_make_scheduler",
    "sink",
    "soak",
    "sqlite_database",
    "sqlite_template",
    "start_mail_server",
    "start_postfix",
    "start_server",
    "start_service",
    "writing",
]
