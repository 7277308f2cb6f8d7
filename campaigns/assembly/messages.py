"""One entry of `mensajes` into a message with all that it inherits: message over campaign over default."""

from datetime import timedelta

from campaigns.account import Account
from campaigns.assembly.base import Base
from campaigns.assembly.duration import DurationError, parse_duration
from campaigns.assembly.findings import Findings
from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.checked import required_of
from campaigns.language import SPANISH
from campaigns.reading.files import ACCOUNTS, AUDIENCES, MUNICIPALITY, PLAN
from campaigns.reading.tree import Location
from campaigns.tenant import CampaignMessage
from campaigns.when import Lead, Moves, Rule, WhenError, check, parse, parse_lead
from channels.adapter import Kind

PREFERRED = "preferidos"
PRIORITIES = {"urgente": 0, "alta": 3, "normal": 5, "baja": 7}
"""Lower goes first."""
TOLERANCE = timedelta(minutes=30)
REPORT_OF_A_WEEK, REPORT = timedelta(days=7), timedelta(days=30)
"""How long a report may wait for its figures: one that comes a week late is better than none."""
"""How late a message may go out by itself, unless it says otherwise."""


class MessageReader:
    """Reads one message; what is wrong goes to the findings of its file."""

    def __init__(self, base: Base, findings: Findings, campaign: CampaignEntry, position: int) -> None:
        self._base = base
        self._findings = findings
        self._campaign = campaign
        self._entry: MessageEntry = campaign.messages[position]
        self._here: tuple[str | int, ...] = ("mensajes", position)
        self.accounts: tuple[Account, ...] = ()
        """Those that it names and that are there, once it was read."""

    def read(self, *, has_event: bool) -> CampaignMessage | None:
        """The message, resolved, its digest not taken yet; None where its rule, public or accounts cannot be."""
        entry, campaign = self._entry, self._campaign
        rule = self._rule(has_event=has_event)
        moves = self._moves()
        audience = self._audience()
        self.accounts = accounts = self._accounts(audience)
        self._people()
        self._actions()
        tolerance = self._length("tolerancia", entry.tolerance, campaign.tolerance) or usual_tolerance(entry)
        expires = self._length("vence", entry.expires, campaign.expires)
        reminders = self._reminders()
        if rule is None or not audience or not accounts:
            return None
        requires, of_all = required_of(self._base.municipality.requires, campaign, entry, accounts)
        return CampaignMessage(
            campaign=campaign.id,
            id=entry.id,
            entry=entry,
            rule=rule,
            moves=moves,
            accounts=accounts,
            audience=audience,
            actions=tuple(dict.fromkeys(entry.actions or campaign.actions)),
            class_=entry.class_ or campaign.class_,
            responsible=entry.responsible or campaign.responsible,
            approver=entry.approver or campaign.approver,
            drafter=entry.drafter or campaign.drafter,
            priority=PRIORITIES[entry.priority or campaign.priority],
            at_least_once=(entry.policy or campaign.policy) == "al-menos-una-vez",
            tolerance=tolerance,
            expires=expires,
            reminders=reminders,
            digest="",
            language=entry.language if entry.language != SPANISH else campaign.language,
            requires=requires,
            of_all=of_all,
        )

    def _at(self, *location: str | int) -> tuple[str | int, ...]:
        return (*self._here, *location)

    def _rule(self, *, has_event: bool) -> Rule | None:
        location = self._at("cuando")
        try:
            rule = parse(self._entry.when)
        except WhenError as error:
            self.refuse_when(location, error)
            return None
        wanting = check(rule, has_event)
        for lack in wanting:
            self.refuse_when(location, lack)
        return None if wanting else rule

    def refuse_when(self, location: Location, error: WhenError) -> None:
        """Notes what the grammar refuses, at the word that it refuses."""
        place = self._findings.document.inside(location, 1, error.start + 1)
        self._findings.add(location, error.message, error.hint, at=place)

    def _moves(self) -> Moves:
        entry = self._entry
        minimum = None
        if entry.minimum_lead is not None:
            minimum = self._lead(self._at("con-antelacion-minima"), entry.minimum_lead)
        return Moves(on_day_off=entry.day_off, minimum_lead=minimum, never_after=entry.never_after)

    def _lead(self, location: Location, text: str) -> Lead | None:
        try:
            return parse_lead(text)
        except WhenError as error:
            self.refuse_when(location, error)
            return None

    def _audience(self) -> str:
        entry, known = self._entry, self._base.audiences
        name = entry.audience or self._campaign.audience
        if name is None:
            self._findings.add(
                self._here,
                f"el mensaje «{entry.id}» no dice a quién va",
                f"escriba «publico:» en el mensaje o en la campaña, con uno de {AUDIENCES}",
            )
            return ""
        if name not in known:
            location = self._at("publico") if entry.audience else ("publico",)
            self._findings.unknown(location, "el público", name, known, AUDIENCES)
            return ""
        return name

    def _accounts(self, audience: str) -> tuple[Account, ...]:
        names = self._names(audience)
        found = []
        for position, name in enumerate(names):
            location = self._at("canales", position)
            account = self._base.accounts.get(name)
            if account is None:
                self._findings.unknown(location, "el canal", name, self._base.account_names, ACCOUNTS)
                continue
            if account in found:
                self._findings.add(location, f"el canal «{name}» está repetido", "deje uno solo")
                continue
            if (account.kind is Kind.DIRECT or account.lists_people) and self._nobody_said(audience):
                self._findings.add(
                    location,
                    f"«{name}» escribe a personas, y el público «{audience}» no dice quiénes son",
                    f"agregue «condicion:» a «{audience}» en {AUDIENCES}, o quite el canal",
                )
                continue
            found.append(account)
        return tuple(found)

    def _nobody_said(self, audience: str) -> bool:
        """Whether nothing tells which persons it goes to: neither its public nor a subscription."""
        if not audience or self._entry.subscription is not None:
            return False
        return self._base.audiences[audience].condition is None

    def _names(self, audience: str) -> tuple[str, ...]:
        named = self._entry.accounts
        if named == PREFERRED or named == (PREFERRED,):
            if not audience:
                return ()
            self._purpose(audience)
            return self._base.audiences[audience].preferred(self._entry.purpose)
        if self._entry.purpose is not None:
            self._findings.add(
                self._at("proposito"),
                "«proposito» solo sirve con «canales: preferidos»",
                "borre la línea, o escriba «canales: preferidos»",
            )
        if not named:
            self._findings.add(self._at("canales"), "el mensaje no tiene canales", f"escriba uno o más de {ACCOUNTS}")
        return tuple(named)

    def _purpose(self, audience: str) -> None:
        purpose, known = self._entry.purpose, self._base.audiences[audience].accounts_for
        if purpose is not None and purpose not in known:
            what = f"en «canales-para» del público «{audience}» el propósito"
            self._findings.unknown(self._at("proposito"), what, purpose, known, AUDIENCES)

    def _people(self) -> None:
        entry, base = self._entry, self._base
        if entry.responsible is not None and entry.responsible not in base.answerable:
            self._findings.unknown(
                self._at("responsable"), "el responsable", entry.responsible, base.answerable, MUNICIPALITY
            )
        if entry.approver is not None and entry.approver not in base.approvers:
            self._findings.unknown(
                self._at("aprueba"), "el comité o la persona", entry.approver, base.approvers, MUNICIPALITY
            )

    def _actions(self) -> None:
        for position, key in enumerate(self._entry.actions):
            if key not in self._base.actions:
                self._findings.unknown(
                    self._at("accion", position), "en el plan la acción", key, self._base.actions, PLAN
                )

    def _length(self, key: str, own: str | None, inherited: str | None) -> timedelta | None:
        """The campaign's own text is checked once, with the campaign."""
        text = own or inherited
        if text is None:
            return None
        try:
            return parse_duration(text)
        except DurationError as error:
            if own is not None:
                self._findings.add(self._at(key), error.message, error.hint)
            return None

    def _reminders(self) -> tuple[Lead, ...]:
        leads = []
        for position, text in enumerate(self._entry.reminders):
            lead = self._lead(self._at("recordatorios", position), text.removesuffix(" antes"))
            if lead is not None:
                leads.append(lead)
        return tuple(leads)


def usual_tolerance(entry: MessageEntry) -> timedelta:
    """How late a message may still go out where nobody says otherwise."""
    if entry.report is None:
        return TOLERANCE
    return REPORT_OF_A_WEEK if entry.report.period == "semana" else REPORT
