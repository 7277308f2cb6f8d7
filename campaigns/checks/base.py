"""Names that the base files say of each other: people, departments, accounts, indicators."""

from collections.abc import Iterable, Mapping

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.checks.approvers import check_mailboxes
from campaigns.checks.blackouts import check_blackouts
from campaigns.checks.brand import check_brand
from campaigns.checks.leads import check_lead
from campaigns.checks.lists import check_listed, check_lists
from campaigns.checks.proposals import check_proposals
from campaigns.checks.sources import check_sources
from campaigns.checks.subscriptions import check_confirming, check_topics
from campaigns.checks.translations import check_code
from campaigns.checks.windows import check_windows
from campaigns.indicator import (
    BY_TERM,
    PETITION_KINDS,
    PETITIONS,
    SUBSCRIBER_MEDIA,
    SUBSCRIBERS,
    VOTES,
    VOTING_PAGE,
    VOTING_PAGE_UNVERIFIED,
    Filter,
)
from campaigns.reading.files import ACCOUNTS, INDICATORS, MUNICIPALITY, PLAN
from campaigns.reading.tree import Location
from campaigns.when import WhenError, parse, repeats_alone
from channels.adapter import Kind
from channels.capabilities import Intake
from channels.manual import ManualOptions
from channels.registry import intake


def check_municipality(findings: Findings, base: Base) -> None:
    """Heads, members, quorum, the departments of people, and the account for notices."""
    municipality = base.municipality
    for slug, department in municipality.departments.items():
        if department.head is not None:
            _known(findings, ("dependencias", slug, "jefe"), "la persona", department.head, municipality.people)
    for slug, person in municipality.people.items():
        if person.department is not None:
            location = ("personas", slug, "dependencia")
            _known(findings, location, "la dependencia", person.department, municipality.departments)
    for slug, committee in municipality.committees.items():
        for position, member in enumerate(committee.members):
            _known(findings, ("comites", slug, "miembros", position), "la persona", member, municipality.people)
        if committee.quorum > len(committee.members):
            said = f"el cuórum ({committee.quorum}) es mayor que el número de miembros ({len(committee.members)})"
            findings.add(("comites", slug, "quorum"), said, "baje el cuórum o agregue miembros")
    check_mailboxes(findings, base)
    _slugs_once(findings, base)
    check_sources(findings, base)
    _notices(findings, base)
    if municipality.in_charge is not None and municipality.in_charge not in base.answerable:
        findings.unknown(("encargado",), "el responsable", municipality.in_charge, base.answerable, MUNICIPALITY)
    _copies(findings, base)
    check_brand(findings, base)
    check_confirming(findings, base)
    check_windows(findings, base)
    check_blackouts(findings, base)
    check_lists(findings, base)
    check_proposals(findings, base)
    _site_folder(findings, base)


def _slugs_once(findings: Findings, base: Base) -> None:
    """People, departments, committees and sources share one name space: a campaign names any of them."""
    seen: dict[str, str] = {}
    municipality = base.municipality
    groups: dict[str, Iterable[str]] = {
        "personas": municipality.people,
        "dependencias": municipality.departments,
        "comites": municipality.committees,
        "fuentes": municipality.sources,
    }
    for group, slugs in groups.items():
        for slug in slugs:
            if slug in seen:
                said = f"«{slug}» ya está en «{seen[slug]}»"
                place = findings.document.key_place((group, slug))
                findings.add(
                    (group, slug), said, "dé un nombre distinto a cada persona, dependencia, comité y fuente", at=place
                )
            seen.setdefault(slug, group)


def _notices(findings: Findings, base: Base) -> None:
    name = base.municipality.notices
    if name is None:
        return
    account = base.accounts.get(name)
    if account is None:
        findings.unknown(("avisos",), "el canal", name, base.account_names, ACCOUNTS)
    elif account.kind is not Kind.DIRECT:
        findings.add(
            ("avisos",),
            f"«{name}» no escribe a personas",
            "los avisos al personal van por un canal que escriba a personas",
        )


def _copies(findings: Findings, base: Base) -> None:
    copies = base.municipality.copies
    if copies is None:
        return
    here = ("copias", "cuando")
    try:
        rule = parse(copies.when)
    except WhenError as error:
        findings.add(here, error.message, error.hint, at=findings.document.inside(here, 1, error.start + 1))
    else:
        if not repeats_alone(rule):
            said = "las copias tienen que repetirse por sí solas"
            findings.add(here, said, "escriba, por ejemplo, «cada día a las 02:00»")
    if copies.folder is not None and base.in_hub:
        said = "la copia lleva la base de todos los municipios de esta carpeta, y uno solo no decide dónde queda"
        findings.add(
            ("copias", "carpeta"), said, "borre «carpeta»: las copias quedan con lo demás que hace el programa"
        )


def _site_folder(findings: Findings, base: Base) -> None:
    if base.municipality.site_folder is not None and base.in_hub:
        said = (
            "en una carpeta con varios municipios, cada sitio queda con lo demás que el programa hace de ese municipio"
        )
        findings.add(("sitio-carpeta",), said, "bórrela, y publique la carpeta que dice «pregonero site»")


def check_plan(findings: Findings, base: Base) -> None:
    """Keys once; responsible persons, indicators and phases that exist."""
    seen: set[str] = set()
    for position, action in enumerate(base.plan.actions):
        here = ("acciones", position)
        if action.key in seen:
            findings.add((*here, "clave"), f"la clave «{action.key}» está repetida", "dé a cada fila una clave propia")
        seen.add(action.key)
        if action.responsible not in base.answerable:
            findings.unknown(
                (*here, "responsable"), "el responsable", action.responsible, base.answerable, MUNICIPALITY
            )
        for place, name in enumerate(action.indicators):
            _known(findings, (*here, "indicadores", place), "el indicador", name, base.indicators, INDICATORS)
        phases: list[tuple[Location, str | None]] = [(here, action.phase)]
        phases += [((*here, "actividades", each), step.phase) for each, step in enumerate(action.activities)]
        for location, phase in phases:
            if phase is not None:
                _known(findings, (*location, "fase"), "la fase", phase, base.plan.phases, PLAN)
    for place, name in enumerate(base.plan.signed_by):
        _known(findings, ("firman", place), "la persona", name, base.municipality.people, MUNICIPALITY)
    if base.plan.starts and base.plan.ends and base.plan.ends < base.plan.starts:
        findings.add(("hasta",), "el plan termina antes de empezar", "corrija «desde» o «hasta»")


def check_accounts(findings: Findings, base: Base) -> None:
    """Who carries out work orders, and in how long; where and how an account's service tells its news."""
    for name, account in base.accounts.items():
        if account.responsible is not None and account.responsible not in base.answerable:
            findings.unknown(
                (name, "responsable"), "el responsable", account.responsible, base.answerable, MUNICIPALITY
            )
        if account.lists_people and isinstance(account.options, ManualOptions) and account.options.places:
            said = f"«{name}» tiene «personas» y también «lugares», y la lista de personas es una sola"
            findings.add((name, "opciones", "lugares"), said, "deje uno de los dos")
        if account.term is not None:
            check_lead(findings, (name, "plazo"), account.term)
        called = intake(account.type, account.options, account.target) is Intake.HOOK
        if called and base.municipality.desk is None:
            said = f"«{name}» espera que su servicio lo llame, y no tiene una dirección pública donde oírlo"
            findings.add((name, "opciones", "entrada"), said, f"escriba «ventanilla:» en {MUNICIPALITY}")
        if account.options.takes_deliveries and base.municipality.deliveries is None:
            said = f"«{name}» lee un buzón de entregas, y a nadie se le ha dicho su dirección"
            findings.add((name, "opciones", "entregas"), said, f"escriba «buzon-de-entregas:» en {MUNICIPALITY}")
    _one_intake(findings, base)


def _one_intake(findings: Findings, base: Base) -> None:
    """A service tells a credential's news in one way: whoever asks is refused while it calls."""
    first: dict[str, tuple[str, Intake]] = {}
    for name, account in base.accounts.items():
        way = intake(account.type, account.options, account.target)
        if way is Intake.NONE:
            continue
        other, before = first.setdefault(account.sender, (name, way))
        if before is not way:
            said = f"«{name}» dice «entrada: {way.value}», y «{other}», que usa la misma credencial, «{before.value}»"
            findings.add((name, "opciones", "entrada"), said, "escriba lo mismo en las dos cuentas, o «no» en una")


def check_audiences(findings: Findings, base: Base) -> None:
    """Accounts of each public, and that those for persons know to whom."""
    for slug, audience in base.audiences.items():
        if audience.condition is not None:
            check_topics(findings, (slug, "condicion"), audience.condition, base)
            check_listed(findings, (slug, "condicion"), audience.condition, base)
        for position, code in enumerate(audience.languages or ()):
            check_code(findings, (slug, "idiomas", position), code)
        lists: dict[tuple[str | int, ...], tuple[str, ...]] = {(slug, "canales"): audience.accounts}
        lists |= {(slug, "canales-para", purpose): names for purpose, names in audience.accounts_for.items()}
        for here, names in lists.items():
            for position, name in enumerate(names):
                account = base.accounts.get(name)
                location = (*here, position)
                if account is None:
                    findings.unknown(location, "el canal", name, base.account_names, ACCOUNTS)
                elif (account.kind is Kind.DIRECT or account.lists_people) and audience.condition is None:
                    findings.add(
                        location,
                        f"«{name}» escribe a personas, y el público «{slug}» no dice quiénes son",
                        f"agregue «condicion:» a «{slug}» (un grupo vacío, {{}}, es todo el mundo), o quite el canal",
                    )
            if not names:
                findings.add(here, f"el público «{slug}» no tiene canales", f"escriba uno o más de {ACCOUNTS}")


OF_SUBSCRIBERS = frozenset({"topics", "media"})
"""Parts of a filter by which subscribers are told apart."""


def check_indicators(findings: Findings, base: Base) -> None:
    """What each indicator counts: rows, accounts and publics that exist.

    A target that grows over a baseline that nobody has measured yet is the plan's own: reports say that it is missing.
    """
    for slug, indicator in base.indicators.items():
        here = (slug, "filtro")
        if indicator.type == "automatico" and indicator.counts is None:
            said = f"el indicador «{slug}» es automático y no dice qué cuenta"
            findings.add((slug,), said, "agregue «cuenta: contenidos», o escriba «tipo: declarado»")
        if indicator.type == "declarado" and indicator.counts is not None:
            findings.add((slug, "cuenta"), "un indicador declarado no cuenta nada solo", "borre «cuenta» y «filtro»")
        if indicator.responsible is not None and indicator.responsible not in base.answerable:
            findings.unknown(
                (slug, "responsable"), "el responsable", indicator.responsible, base.answerable, MUNICIPALITY
            )
        wanted = indicator.filter
        for position, key in enumerate(wanted.actions):
            _known(findings, (*here, "acciones", position), "en el plan la acción", key, base.actions, PLAN)
        for position, name in enumerate(wanted.accounts):
            _known(findings, (*here, "canales", position), "el canal", name, base.account_names, ACCOUNTS)
        for position, name in enumerate(wanted.audiences):
            _known(findings, (*here, "publicos", position), "el público", name, base.audiences, "publicos.yaml")
        for position, name in enumerate(wanted.topics):
            _known(findings, (*here, "temas", position), "el tema", name, base.municipality.topics)
        of_subscribers = indicator.counts == SUBSCRIBERS
        given = wanted.model_fields_set
        for key in sorted(given - OF_SUBSCRIBERS if of_subscribers else given & {"topics"}):
            _misplaced(findings, (*here, Filter.model_fields[key].alias or key), of_subscribers)
        if "standing" in given and not of_subscribers and indicator.counts not in BY_TERM:
            said = "«estado» es solo de deberes y de solicitudes, o de un porcentaje de ellos"
            findings.add((*here, "estado"), said, "borre la línea")
        if base.hollow:
            continue
        media = {account.medium for account in base.accounts.values()}
        media |= set(SUBSCRIBER_MEDIA) if of_subscribers else set()
        media |= {VOTING_PAGE, VOTING_PAGE_UNVERIFIED} if indicator.counts == VOTES else set()
        for position, name in enumerate(wanted.media):
            _known(findings, (*here, "medios", position), "en ningún canal el medio", name, media, ACCOUNTS)
        kinds = {each.options.kind for each in base.accounts.values() if isinstance(each.options, ManualOptions)}
        kinds |= set(PETITION_KINDS) if indicator.counts in PETITIONS else set()
        for position, name in enumerate(wanted.orders):
            _known(findings, (*here, "tareas", position), "en ningún canal manual la clase", name, kinds, ACCOUNTS)


def _misplaced(findings: Findings, location: Location, of_subscribers: bool) -> None:
    if of_subscribers:
        said = "los suscriptores se cuentan por «temas» y «medios», y por nada más"
        findings.add(location, said, f"borre «{location[-1]}»")
    else:
        findings.add(location, "«temas» es solo de «cuenta: suscriptores»", "borre la línea")


def _known(
    findings: Findings,
    location: Location,
    what: str,
    name: str,
    known: Iterable[str] | Mapping[str, object],
    file: str = MUNICIPALITY,
) -> None:
    names = tuple(known)
    if name not in names:
        findings.unknown(location, what, name, names, file)
