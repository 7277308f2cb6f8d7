"""`por-hogar` of a message: it goes to persons, and asks nothing that each of them answers alone."""

from campaigns.account import Account
from campaigns.assembly.findings import Findings
from campaigns.campaign import MessageEntry
from campaigns.reading.tree import Keys
from channels.adapter import Kind


def check_household(findings: Findings, here: Keys, entry: MessageEntry, accounts: tuple[Account, ...]) -> None:
    """Notes a message to households that goes to nobody in person, or asks what each answers alone."""
    if not entry.per_household or not accounts:
        return
    location = (*here, "por-hogar")
    if all(account.kind is not Kind.DIRECT for account in accounts):
        said = "«por-hogar» junta los mensajes de quienes viven en la misma casa, y este no le llega a nadie en persona"
        findings.add(location, said, "agregue un canal que escriba a personas, o borre la línea")
    elif entry.survey is not None:
        said = "en una encuesta cada persona vota con su propio enlace, y «por-hogar» le llega a una sola"
        findings.add(location, said, "borre «por-hogar», o haga la encuesta en otro mensaje")
