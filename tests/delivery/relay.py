"""The town with its mail account at a server of the test."""

from collections.abc import Callable

from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.desk import bogota
from tests.servers.mail import MailServer

DUE = bogota("2026-12-28T08:00")
FILE = "campanas/matriculas.yaml"
URGENT = """\
campaña: alerta
titulo: Alerta
accion: SE-7
clase: emergencia
responsable: educacion
publico: ciudadania
prioridad: urgente
mensajes:
  - {id: creciente, cuando: 2026-12-28 a las 08:01, canales: [correo], asunto: Creciente, texto: Suba ya.}
"""
Start = Callable[..., MailServer]
Files = dict[str, str | bytes | None]


RETURNS = "rebotes: {direccion: rebotes@villaclara.gov.co}"
"""An option: where what cannot be delivered comes back to."""


def real_mail(
    port: int, pace: str = "por-segundo: 1000, rafaga: 500", more: str = "", option: str = ""
) -> dict[str, str | bytes | None]:
    """The town with its mail account at a server of the test, with one more `option`; the mail alone goes out."""
    account = f"""\
correo:
  tipo: email
  destino: personas
  modo: real
  ritmo: {{{pace}}}
  opciones:
    servidor: 127.0.0.1
    puerto: {port}
    seguridad: ninguna
    plazos: {{conexion: 2, comando: 2, datos: 2, final: 2}}
    remitente: Alcaldía <prensa@villaclara.gov.co>
    responder-a: contactenos@villaclara.gov.co
    {option}
"""
    others = ACCOUNTS[ACCOUNTS.index("web:") :]
    text = CAMPAIGN.replace("[correo, web]", "[correo]")
    return {"canales.yaml": account + others, FILE: text + more}
