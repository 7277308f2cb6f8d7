"""The town with an account of X at a server of its own."""

from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.channels.service import Service
from tests.servers.x_api import ACCESS_SECRET, ACCESS_TOKEN, API_KEY, API_SECRET

FILE = "campanas/matriculas.yaml"
POST = "anuncio/x@1"
TEXT = "Empiezan las matrículas 👉 https://villaclara.gov.co/matriculas/ & más."
SECRETS = {"CLAVE": API_KEY, "SECRETO": API_SECRET, "ACCESO": ACCESS_TOKEN, "OTRO": ACCESS_SECRET}
ENVIRONMENT = {f"PREGONERO_X_{name}": value for name, value in SECRETS.items()}


def posting(
    service: Service, more: str = "", pace: str = "por-segundo: 100", measure: str = "  medir: no\n"
) -> dict[str, str | bytes | None]:
    """The town with an account at the server, on which its one message goes out; nobody asks for its figures."""
    account = f"""\
x:
  tipo: x
  modo: real
{measure}  ritmo: {{{pace}}}
  opciones:
    servidor: {service.address}
    plazos: {{conexion: 2, lectura: 1}}
    clave-api: ${{PREGONERO_X_CLAVE}}
    secreto-api: ${{PREGONERO_X_SECRETO}}
    token-acceso: ${{PREGONERO_X_ACCESO}}
    secreto-acceso: ${{PREGONERO_X_OTRO}}
"""
    text = CAMPAIGN.replace("[correo, web]", "[x]").replace("    asunto: Matrículas\n", "")
    text = text.replace("texto: Empiezan las matrículas.", f"texto: {TEXT}").replace("mensajes:", f"{more}mensajes:")
    return {"canales.yaml": ACCOUNTS + account, FILE: text}
