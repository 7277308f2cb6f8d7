"""Accounts at a service of the test, and towns whose one message goes out on one of them."""

from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.channels.service import Service
from tests.servers.graph import SECRET, TOKEN

Files = dict[str, str | bytes | None]
FILE = "campanas/matriculas.yaml"
BOT = {"PREGONERO_BOT": "4242:AAF-canario"}
META = {"PREGONERO_META": TOKEN, "PREGONERO_SECRETO": SECRET}
"""What the environment says for the accounts below."""
IDENTITY = {
    "facebook": "    pagina: '1020'\n",
    "instagram": "    cuenta: '3040'\n",
    "whatsapp": "    numero: '5060'\n    cuenta: '7080'\n    plantilla: aviso_municipal\n",
}
"""What Meta's services know an account by."""


def bot_account(service: Service, pace: str = "por-segundo: 100", more: str = "") -> str:
    """A bot that writes to persons; `more` of its options."""
    return f"""\
vecinos:
  tipo: telegram
  destino: personas
  modo: real
  ritmo: {{{pace}}}
  opciones:
    token: ${{PREGONERO_BOT}}
    servidor: {service.address}
    plazos: {{conexion: 5, lectura: 10}}
{more}"""


def meta_account(name: str, kind: str, service: Service, mode: str = "real", more: str = "") -> str:
    """An account of one of Meta's services; `more` of its options."""
    return f"""\
{name}:
  tipo: {kind}
  modo: {mode}
  ritmo: {{por-segundo: 100}}
  opciones:
{IDENTITY[kind]}    servidor: {service.address}
    plazos: {{conexion: 2, lectura: 1}}
    token: ${{PREGONERO_META}}
    secreto-app: ${{PREGONERO_SECRETO}}
{more}"""


def town(name: str, accounts: str) -> Files:
    """The town with these accounts, on the one of which with this name its one message goes out."""
    text = CAMPAIGN.replace("[correo, web]", f"[{name}]").replace("    asunto: Matrículas\n", "")
    return {"canales.yaml": ACCOUNTS + accounts, FILE: text}
