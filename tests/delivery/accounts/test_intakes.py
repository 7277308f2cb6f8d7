"""Which accounts hear people."""

from pathlib import Path

from campaigns.loader import load
from delivery.accounts.intakes import heard
from tests.campaigns.town import ACCOUNTS, build

ENVIRONMENT = {f"PREGONERO_{number}": f"{number}:canario" for number in (1, 2, 3)}
BOT = """{}:
  tipo: telegram
  destino: personas
  modo: real
  opciones: {{token: "${{PREGONERO_{}}}", entrada: {}}}
"""


def test_accounts_of_one_bot_have_one_ear(tmp_path: Path) -> None:
    """The service lets one ask: the first account of a bot does, whatever it is called; another bot has its own."""
    bots = (("vecinos", 1, "consulta"), ("tramites", 1, "consulta"), ("cultura", 2, "consulta"), ("mudo", 3, "no"))
    accounts = ACCOUNTS + "".join(BOT.format(*each) for each in bots)
    found = load(build(tmp_path, {"canales.yaml": accounts}), ENVIRONMENT)
    assert not found.problems, [str(problem) for problem in found.problems]
    assert [account.name for account in heard(found.tenants[0])] == ["vecinos", "cultura"]
