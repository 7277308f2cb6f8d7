"""A look at a WordPress account: the API, the user, its rights, the categories, the version. Nothing is changed."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING

from channels.capabilities import Finding, Standing
from channels.message import NotSent
from channels.wordpress.options import WordPressOptions

if TYPE_CHECKING:
    from channels.wordpress.site import Site

RIGHTS = {"publish_posts": "publicar", "upload_files": "subir archivos", "delete_published_posts": "retirar"}
MAKES_CATEGORIES = "manage_categories"
OLDEST = (5, 6)
"""The first with application passwords (https://make.wordpress.org/core/2020/11/05/application-passwords-integration-guide/)."""
GENERATOR = re.compile(r"wordpress\.org/\?v=(\d+)\.(\d+)")
ADVICE = "Revise «servidor» y, en WordPress, «Ajustes», «Enlaces permanentes»: que no sean los simples."


async def examined(site: "Site", options: WordPressOptions, now: datetime) -> Sequence[Finding]:
    """Each thing that was looked at; raises nothing."""
    reached = await _reached(site, options)
    findings = [reached, *site.certificates(now)]
    if reached.standing is Standing.GOOD:
        findings += [*await _user(site, options), await _version(site)]
    return findings


async def _reached(site: "Site", options: WordPressOptions) -> Finding:
    try:
        answer = await site.ask("GET", "/wp-json/", {"_fields": "name,namespaces"})
    except NotSent as failure:
        return Finding("reach", Standing.BAD, failure.reason, "Revise «servidor», la red y el certificado.")
    document = answer.document
    spaces = document.get("namespaces") if isinstance(document, dict) else None
    if answer.status == HTTPStatus.OK and isinstance(spaces, list) and "wp/v2" in spaces:
        return Finding("reach", Standing.GOOD, f"{options.host} tiene la API de WordPress.")
    told = f"{options.host} no muestra la API de WordPress (respondió {answer.status})."
    return Finding("reach", Standing.BAD, told, ADVICE)


async def _user(site: "Site", options: WordPressOptions) -> Sequence[Finding]:
    try:
        answer = await site.ask(
            "GET", "/wp-json/wp/v2/users/me", {"context": "edit", "_fields": "slug,roles,capabilities"}
        )
    except NotSent as failure:
        return (Finding("user", Standing.UNKNOWN, failure.reason, "Inténtelo otra vez."),)
    document = answer.document
    if answer.status != HTTPStatus.OK or not isinstance(document, dict):
        return (Finding("user", Standing.BAD, site.refusal(answer).reason, "Genere otra contraseña de aplicación."),)
    found = document.get("capabilities")
    held: Mapping[str, object] = found if isinstance(found, dict) else {}
    missing = [told for right, told in RIGHTS.items() if held.get(right) is not True]
    user = Finding("user", Standing.GOOD, f"WordPress reconoce a «{options.user}».")
    rights = Finding("permissions", Standing.GOOD, "Puede publicar, subir archivos y retirar.")
    if missing:
        told = f"«{options.user}» no puede {', '.join(missing)}."
        rights = Finding("permissions", Standing.BAD, told, "Dele en WordPress el perfil de Editor.")
    return (user, rights, *await _categories(site, options, makes=held.get(MAKES_CATEGORIES) is True))


async def _categories(site: "Site", options: WordPressOptions, *, makes: bool) -> Sequence[Finding]:
    absent = []
    for name in options.categories:
        try:
            answer = await site.ask("GET", "/wp-json/wp/v2/categories", {"search": name, "_fields": "id,name"})
        except NotSent as failure:
            return (Finding("categories", Standing.UNKNOWN, failure.reason, "Inténtelo otra vez."),)
        listed = answer.document if isinstance(answer.document, list) else []
        names = [unescape(str(each.get("name"))).casefold() for each in listed if isinstance(each, dict)]
        absent += [] if name.casefold() in names else [name]
    if not options.categories:
        return ()
    if absent and not makes:
        told = f"WordPress no tiene la categoría {', '.join(absent)}, y «{options.user}» no puede crearla."
        return (Finding("categories", Standing.BAD, told, "Créela en WordPress, «Entradas», «Categorías»."),)
    told = f"Se crearán: {', '.join(absent)}." if absent else "Las categorías existen."
    return (Finding("categories", Standing.GOOD, told),)


async def _version(site: "Site") -> Finding:
    """As the site's own feed tells it; many sites hide it."""
    try:
        answer = await site.ask("GET", "/", {"feed": "rss2"})
    except NotSent as failure:
        return Finding("version", Standing.UNKNOWN, failure.reason, "Inténtelo otra vez.")
    found = GENERATOR.search(answer.text)
    if found is None:
        return Finding("version", Standing.UNKNOWN, "El sitio no dice su versión de WordPress.", "Mírela en su panel.")
    told = f"WordPress {found[1]}.{found[2]}."
    if (int(found[1]), int(found[2])) < OLDEST:
        return Finding("version", Standing.BAD, told, "Actualice WordPress: esta versión ya no recibe arreglos.")
    return Finding("version", Standing.GOOD, told)
