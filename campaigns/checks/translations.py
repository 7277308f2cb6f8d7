"""`traducciones` of a message, and `idiomas` of a public: languages by their codes, and persons who read them."""

from campaigns.account import Account
from campaigns.assembly.findings import Findings
from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.language import LANGUAGES, language_code, language_name
from campaigns.reading.tree import Keys, Location
from channels.adapter import Kind


def check_translations(
    findings: Findings, here: Keys, campaign: CampaignEntry, entry: MessageEntry, accounts: tuple[Account, ...]
) -> None:
    """Notes languages that are none, the message's own among them, and translations that nobody would get."""
    own = entry.language if entry.language != "es" else campaign.language
    for code in entry.translations or ():
        location = (*here, "traducciones", code)
        check_code(findings, location, code)
        if code == own:
            said = f"el mensaje ya está en {language_name(code)}"
            findings.add(location, said, "borre esa traducción, o cambie «idioma»")
    where = "traducciones" if entry.translations else "traduccion"
    if not (entry.translations or entry.translation) or not accounts:
        return
    if not any(account.kind is Kind.DIRECT for account in accounts):
        said = "el mensaje no le llega a nadie en persona, y cada traducción es para quienes hablan ese idioma"
        findings.add((*here, where), said, "agregue un canal que escriba a personas, o haga otro mensaje con «idioma»")


def check_code(findings: Findings, location: Location, code: str) -> None:
    """Notes what is no code that we know: a name is told with its code."""
    if code in LANGUAGES:
        return
    meant = language_code(code)
    if meant in LANGUAGES:
        findings.add(location, f"«{code}» no es el código de un idioma", f"escriba {meant}, que es {LANGUAGES[meant]}")
        return
    known = ", ".join(f"{each} ({name})" for each, name in LANGUAGES.items())
    findings.add(location, f"no se conoce el idioma «{code}»", f"escriba uno de estos códigos: {known}")
