"""A municipality of a thousand campaigns, made from the demonstration's own files."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
CAMPAIGN = """\
campaña: campania-{number}
titulo: Campaña número {number}
accion: {action}
clase: servicio
responsable: {responsible}
publico: {audience}
evento:
  inicia: 2027-{month:02d}-15 08:00
  termina: 2027-{month:02d}-17 16:00
  lugar: Parque principal
mensajes:
  - id: anuncio
    cuando: 15 días antes a las 08:00
    canales: [{account}]
    asunto: Empieza el {{{{ evento.inicia | fecha }}}}
    texto: La campaña {number} va {{{{ evento | rango }}}} en {{{{ evento.lugar }}}}.
  - id: semanal
    cuando: cada lunes a las 07:30
    canales: [{account}]
    asunto: Noticias de la semana de la campaña {number}
    texto: Estas son las noticias de la semana {number}, con fecha {{{{ fecha | fecha }}}}.
  - id: resultados
    cuando: 3 días hábiles después a las 10:00
    canales: [{account}]
    asunto: Resultados de la campaña {number}
    texto: Así terminó la campaña {number}. Gracias por participar.
"""


def make(folder: Path, campaigns: int, *, action: str, responsible: str, audience: str, account: str) -> None:
    """Copy the demonstration's base files and write so many campaigns beside them."""
    shutil.copytree(ROOT / "config", folder, ignore=shutil.ignore_patterns("campanas", "planes"))
    (folder / "campanas").mkdir()
    for number in range(campaigns):
        text = CAMPAIGN.format(
            number=number,
            month=number % 12 + 1,
            action=action,
            responsible=responsible,
            audience=audience,
            account=account,
        )
        (folder / "campanas" / f"campania-{number}.yaml").write_text(text, encoding="utf-8")
