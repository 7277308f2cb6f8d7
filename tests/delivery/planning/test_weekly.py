"""The week's cap, told in the plan: which message is one too many for its public on its account, and which is not."""

from datetime import datetime
from pathlib import Path

import pytest

from delivery.planning.known import Known, PublicationRow
from delivery.planning.planning import plan
from tests.campaigns.town import MUNICIPALITY
from tests.delivery.planning.test_planning import BOGOTA, NOW, tenant

DAILY = """\
mensajes:
  - {id: a, cuando: 'cada día a las 08:00 desde 2027-01-12 hasta 2027-01-19', canales: [correo], asunto: A, texto: T}
  - {id: b, cuando: '2027-01-13 a las 10:00', canales: [correo], asunto: B, texto: T, clase: servicio}
"""
CAPPED = {"municipio.yaml": MUNICIPALITY + "tope-semanal: 3\nventanas: no\n"}
SAYS = (
    "Sería el mensaje número {} de gestión de la semana para «Ciudadanía» (412 personas), y «tope-semanal» es 3: a "
    "quien ya recibió 3 no le llega."
)


def told(folder: Path, day: str, changes: dict[str, str], state: str = "") -> dict[str, str]:
    """What the plan says of the mails from a day to the 20th, by their own day."""
    town = tenant(folder, DAILY.replace("A, texto", "A, clase: gestion, texto"), changes)
    rows = {("matriculas/a", "correo@2027-01-12"): PublicationRow(state, "", "1", None)} if state else {}
    known = Known(rows, people={("ciudadania", "email"): 412})
    since = datetime.fromisoformat(day).replace(tzinfo=BOGOTA)
    found = plan(town, known, since, datetime(2027, 1, 20, tzinfo=BOGOTA), NOW)
    return {row.key: row.reason for row in found if "tope-semanal" in row.reason}


def mail(day: int) -> str:
    """The daily message's mail of a day in January."""
    return f"matriculas/a/correo@2027-01-{day}"


ALL = {mail(15): SAYS.format(4), mail(16): SAYS.format(5), mail(17): SAYS.format(6)}


@pytest.mark.parametrize("since", ["2027-01-11", "2027-01-14"])
def test_what_is_one_too_many_is_told_of(tmp_path: Path, since: str) -> None:
    """From the fourth mail of its week on, also where the first three stand before the days that are asked for."""
    assert told(tmp_path, since, CAPPED) == ALL


def test_without_a_cap_nothing_is_told(tmp_path: Path) -> None:
    """And what was cancelled takes no place."""
    assert told(tmp_path, "2027-01-11", {}) == {}
    less = told(tmp_path, "2027-01-11", CAPPED, "cancelled")
    assert list(less) == [mail(16), mail(17)]
    assert less[mail(16)] == SAYS.format(4)
