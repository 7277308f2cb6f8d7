"""What works and should be better: `check` tells it beside a municipality that has no problem, and refuses nothing."""

import re
from collections.abc import Iterator
from typing import get_args
from urllib.parse import parse_qsl, urlsplit

from campaigns.blackout import WARN
from campaigns.content.freezing import WEB
from campaigns.language import language_name
from campaigns.pulled import KEY_PLACE
from campaigns.report_advice import report_advice
from campaigns.tenant import Tenant
from campaigns.windows import WindowedClass
from channels.adapter import Kind

INSTAGRAM = "instagram"
MAIL = "email"
PLACEHOLDERS = ("Mi Municipio", "00000", "mimunicipio.gov.co", "Nombre y Apellido", "000 0000")
"""By which one knows what `init` writes and somebody has to replace."""
REAL = "real"
NAMES_A_KEY = re.compile(
    r"token|secret|passw|clave|^(api[-_]?|access[-_]?)?key$|^(auth|sig|signature|pwd)$", re.IGNORECASE
)
"""What services call keys in their addresses."""
GUARDIAN = (
    "Sus datos solo se usan con la autorización de quien los representa (Ley 1581 de 2012, artículo 7): que la lista "
    "traiga el correo y el teléfono de su acudiente, y su consentimiento."
)


def advice(tenant: Tenant) -> Iterator[str]:
    """In Spanish, each with the account that it is about."""
    for account in tenant.accounts.values():
        yield from (f"{account.name}: {said}" for said in account.options.advice)
    yield from _as_it_came(tenant)
    yield from _notices(tenant)
    yield from _no_desk(tenant)
    yield from _pictures(tenant)
    yield from _unencrypted(tenant)
    yield from _at_any_hour(tenant)
    yield from _blackouts(tenant)
    yield from _lists(tenant)
    yield from _minors(tenant)
    yield from _languages(tenant)
    yield from report_advice(tenant)
    yield from _targets(tenant)
    yield from _keys_in_sight(tenant)


def _keys_in_sight(tenant: Tenant) -> Iterator[str]:
    """Keys that stand in the address of a source: whoever reads the file has them."""
    for key, indicator in tenant.indicators.items():
        source = indicator.pulled and (indicator.pulled.json_ or indicator.pulled.csv)
        for name, value in parse_qsl(urlsplit(source.address).query) if source else ():
            if NAMES_A_KEY.search(name) and KEY_PLACE not in value:
                yield (
                    f"{key}: su dirección lleva a la vista lo que parece una clave («{name}»). Escriba allí "
                    f"«{name}={KEY_PLACE}» y en «clave», ${{NOMBRE_DE_LA_VARIABLE}}: así no queda en el archivo."
                )


def _targets(tenant: Tenant) -> Iterator[str]:
    """Targets that grow from what nobody wrote: no report can say how they go."""
    for key, indicator in tenant.indicators.items():
        if indicator.target is not None and indicator.target.growth and indicator.baseline is None:
            yield (
                f"{key}: su meta es un crecimiento y falta «linea-base»: ningún informe podrá decir cómo va. "
                "Escriba en «linea-base» la cifra de la que parte."
            )


def _languages(tenant: Tenant) -> Iterator[str]:
    """Of publics whose people read another language, the messages that are not in it."""
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            public = tenant.audiences[message.audience]
            lacking = [code for code in public.languages or () if code not in message.languages]
            if not lacking or message.entry.becomes or all(each.kind is not Kind.DIRECT for each in message.accounts):
                continue
            names = " ni en ".join(language_name(code) for code in lacking)
            required = message.entry.translation == "obligatoria"
            then = "no lo reciben" if required else f"lo reciben en {language_name(message.language)}"
            yield (
                f"{message.reference}: no está en {names}, y hay quien lo lee en «{public.name}»; así, {then}. "
                "Agregue «traducciones»."
            )


def _is_real(tenant: Tenant) -> bool:
    return any(each.mode == REAL for each in tenant.accounts.values())


def _as_it_came(tenant: Tenant) -> Iterator[str]:
    """What `init` writes for somebody to replace, once something goes out for real: people would be led astray."""
    its = tenant.municipality
    if not _is_real(tenant):
        return
    values = (its.name, its.dane, its.site_url, *its.contact.values(), *(each.name for each in its.people.values()))
    left = [f"«{value}»" for value in dict.fromkeys(values) if any(part in value for part in PLACEHOLDERS)]
    if left:
        yield f"municipio.yaml: hay cuentas en real, y siguen los datos del ejemplo: {', '.join(left)}. Cámbielos."


def _no_desk(tenant: Tenant) -> Iterator[str]:
    """Persons are written to for real, and have no page on which to leave or to subscribe."""
    real = [each.name for each in tenant.accounts.values() if each.mode == REAL and each.kind is Kind.DIRECT]
    if real and tenant.municipality.desk_url is None:
        yield (
            f"ventanilla: {', '.join(real)} les escribe a personas, y sin «ventanilla» no hay página para suscribirse "
            "ni para dejar de recibir: cada baja que llegue al buzón hay que anotarla a mano."
        )


def _notices(tenant: Tenant) -> Iterator[str]:
    """What fails is told by the account that `avisos` names, and by none where it names none."""
    if tenant.municipality.notices is not None or not _is_real(tenant):
        return
    mail = next((each.name for each in tenant.accounts.values() if each.type == MAIL), None)
    mend = (
        f"escriba en municipio.yaml «avisos: {mail}»" if mail else "agregue una cuenta de correo y póngala en «avisos»"
    )
    yield (
        "avisos: no hay por dónde escribirle al personal. Si una cuenta se cae o no está lista para su hora, si falla "
        f"una copia o vence una tarea, solo se verá en «pregonero status»; {mend}."
    )


def _at_any_hour(tenant: Tenant) -> Iterator[str]:
    """Of a municipality that writes to persons whatever the hour, and answers for it."""
    if all(each.kind is not Kind.DIRECT for each in tenant.accounts.values()):
        return
    windows = tenant.municipality.windows
    classes = [name for name in get_args(WindowedClass) if windows.week(name) is None]
    if classes:
        yield (
            f"ventanas: los mensajes de clase {', '.join(classes)} les llegan a las personas a cualquier hora, también "
            "de noche y en festivos; el municipio responde por eso (Ley 2300 de 2023)."
        )


def _blackouts(tenant: Tenant) -> Iterator[str]:
    for each in tenant.municipality.blackouts:
        classes = ", ".join(each.classes)
        if each.ends is None:
            yield f"vedas: «{each.name}» no tiene fin; cuando lo sepa, escriba «hasta»."
        elif each.doubtful:
            yield f"vedas: «{each.name}» dura más de un año, del {each.starts} al {each.ends}; revise las fechas."
        if each.policy == WARN:
            until = f" hasta el {each.ends}" if each.ends is not None else ""
            told = f"desde el {each.starts}{until}, los mensajes de clase {classes} salen igual, con un aviso"
            yield f"vedas: en «{each.name}», {told}."


def _lists(tenant: Tenant) -> Iterator[str]:
    """What others hand over for nothing."""
    conditions = (each.condition for each in tenant.audiences.values())
    named = {name for condition in conditions if condition is not None for name in condition.lists}
    for slug in tenant.municipality.lists:
        if slug not in named:
            yield f"listas: ningún público dice «condicion: {{lista: {slug}}}»: a nadie se le escribe por ella."


def _minors(tenant: Tenant) -> Iterator[str]:
    """What the administration tells of itself, told to children one by one."""
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            public = tenant.audiences[message.audience]
            accounts = [each.name for each in message.accounts if each.kind is Kind.DIRECT or each.lists_people]
            if public.minors and message.consent is not None and accounts and not message.entry.becomes:
                told = f"«{message.reference}» es de clase gestion y va persona por persona ({', '.join(accounts)})"
                yield f"menores: {told} al público «{message.audience}», de menores de edad. {GUARDIAN}"


def _unencrypted(tenant: Tenant) -> Iterator[str]:
    """Instagram fetches pictures over https alone."""
    address = tenant.municipality.site_url
    for account in tenant.accounts.values():
        if account.type == INSTAGRAM and address.startswith("http://"):
            yield f"{account.name}: Instagram va por las imágenes con https, y «sitio» dice {address}; póngale https"


def _pictures(tenant: Tenant) -> Iterator[str]:
    """A site in `pruebas` is not the public one, and Instagram fetches each picture at the public address."""
    site = [account for account in tenant.accounts.values() if account.type == WEB]
    if not site or any(account.mode == REAL for account in site):
        return
    for account in tenant.accounts.values():
        if account.type == INSTAGRAM and account.mode == REAL:
            yield (
                f"{account.name}: está en real, e Instagram va por cada imagen a {tenant.municipality.site_url}; con "
                f"«{site[0].name}» en pruebas el sitio público no las tiene. Póngala en real, o publique ahí, "
                f"como /archivos/, la carpeta var/municipios/{tenant.slug}/sitio/archivos/."
            )
