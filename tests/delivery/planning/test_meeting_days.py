"""What a committee cannot decide on in time is told beforehand, and holds nothing up."""

from dataclasses import replace
from pathlib import Path

from delivery.planning.known import Known
from delivery.planning.meeting_days import late_approvals
from delivery.planning.planning import plan
from storage.approvals import Approval, Decision
from tests.campaigns.test_meetings import TUESDAYS, committee
from tests.campaigns.town import CAMPAIGN, loaded
from tests.delivery.desk import bogota

NOW = bogota("2026-12-23T10:00")
FILE = "campanas/matriculas.yaml"
TOWN = {**committee(TUESDAYS), FILE: CAMPAIGN.replace("mensajes:", "aprueba: comite-gel\nmensajes:")}
"""It goes out on Monday, 28 December, at eight; the committee meets on Tuesdays."""
LATE = (
    "omité GEL se reúne el martes 29 de diciembre a las 9:00 a. m.: no alcanza a aprobarse en una reunión; sus "
    "miembros pueden dar su palabra antes, con «pregonero approve» o por el enlace de su correo"
)


def test_the_plan_tells_it_in_the_reason(tmp_path: Path) -> None:
    """The decision stays what it is; what the committee meets before says nothing more."""
    tenant = loaded(tmp_path, TOWN).tenants[0]
    known = Known(people={("ciudadania", "email"): 3})
    rows = plan(tenant, known, bogota("2026-12-28T00:00"), bogota("2026-12-29T00:00"), NOW)
    assert [row.reason for row in rows] == [f"Espera la aprobación del Comité GEL. C{LATE}."] * 2
    yes = [Approval(Decision.APPROVED, "ana", "", NOW, "comite-gel")]
    voted = replace(known, approvals={tenant.campaigns["matriculas"].messages[0].digest: yes})
    rows = plan(tenant, voted, bogota("2026-12-28T00:00"), bogota("2026-12-29T00:00"), NOW)
    assert [row for row in rows if "se reúne" in row.reason] == []
    before = bogota("2026-12-22T08:00")
    rows = plan(tenant, known, bogota("2026-12-28T00:00"), bogota("2026-12-29T00:00"), before)
    assert {row.reason for row in rows} == {"Espera la aprobación del Comité GEL."}


def test_the_files_say_where(tmp_path: Path) -> None:
    """At the line of `cuando`; not of what is decided already, nor of what goes out after a meeting."""
    tenant = loaded(tmp_path, TOWN).tenants[0]
    [found] = late_approvals(tenant, {}, NOW)
    told = f"sale el lunes 28 de diciembre a las 8:00 a. m., y C{LATE}"
    assert (found.file.name, found.line, found.column, found.message) == ("matriculas.yaml", 13, 13, told)
    message = tenant.campaigns["matriculas"].messages[0]
    said = [Approval(Decision.APPROVED, "ana", "", NOW, "comite-gel")]
    assert list(late_approvals(tenant, {message.digest: said}, NOW)) == []
    assert list(late_approvals(tenant, {message.digest: [replace(said[0], decision=Decision.REJECTED)]}, NOW)) == []
    assert list(late_approvals(tenant, {}, bogota("2026-12-22T08:59"))) == []
    assert list(late_approvals(tenant, {}, bogota("2026-12-28T08:01"))) == []
