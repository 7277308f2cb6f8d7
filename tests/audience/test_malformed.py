"""Two hundred malformed lists: no traceback, no half import, every line that is not taken as it stands is told."""

from pathlib import Path

import pytest

from audience.line import BadContactsFile
from storage.database import Database
from tests.audience.lists import people, take_in
from tests.audience.malformed import Sent, cases
from tests.audience.people import add_tenant

CASES = list(cases())


def test_there_are_two_hundred() -> None:
    """Of lists in text, and a hundred workbooks besides; each is another file under another name."""
    books = [case for case in CASES if "xlsx" in case.name]
    assert len(CASES) - len(books) >= 200
    assert len(books) >= 100
    assert len({case.name for case in CASES}) == len({case.data for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_malformed_list_is_refused_or_told_line_by_line(
    sqlite_database: Database, tmp_path: Path, case: Sent
) -> None:
    """Refused as a whole, nothing of it is in; else the good lines are, and each bad one is told with its number."""
    with sqlite_database.write() as connection:
        tenant = add_tenant(connection)
    result = None
    refused = ""
    try:
        result = take_in(sqlite_database, tenant, tmp_path, case.data)
    except BadContactsFile as error:
        refused = str(error)
    if result is None:
        assert not people(sqlite_database)
        assert not case.taken
        assert refused.startswith(str(tmp_path / "contactos.csv"))
        return

    assert case.taken is not None
    assert case.taken <= {name for name, *_ in people(sqlite_database)} <= case.taken | {"Uno", "Dos"}
    assert result.rows == result.created + result.refused
    if case.told is not None:
        told = sorted({problem.line for problem in result.problems})
        assert (told, result.refused) == (list(case.told)[:1_000], 0 if case.all_the_same else len(case.told))
    assert all(problem.reason.isprintable() for problem in result.problems)
    reasons = [problem.reason for problem in result.problems if case.column]
    assert [reason for reason in reasons if not reason.startswith(f"{case.column}: ")] == []
