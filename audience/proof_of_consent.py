"""The proof of somebody's consents, to be printed or handed over: each word with its text, day and place."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from audience.consents import Word, words_of
from audience.dossier_words import VALUES, word
from audience.subscriptions import SHORT, notices_of, topic_of
from audience.whose import Holder
from campaigns.tenant import Tenant
from storage.tables import address

NOTHING = "No hay ningún consentimiento suyo, ni lo hay para negarlo: nunca ha dicho nada."


def proof_of_consent(
    connection: Connection, tenant_id: int, tenant: Tenant, person: Holder, now: datetime
) -> Iterator[str]:
    """Line by line, what Decreto 1074 de 2015 (art. 2.2.2.25.2.5) asks for; the last word on each purpose counts."""
    words = words_of(connection, tenant_id, sorted(person.keys))
    texts = notices_of(connection, tenant_id, [each.notice for each in words if each.notice])
    its, zone = address.c, tenant.municipality.zone
    known = select(its.key, its.address).where(its.contact == person.contact)
    addresses = {key: text for key, text in connection.execute(known) if text}
    yield "Prueba de consentimiento"
    yield tenant.municipality.body
    yield f"Persona: {person.name or '(sin nombre)'}"
    yield f"Sacada el {word(now, zone)} del registro de consentimientos de Pregonero."
    if not words:
        yield f"\r\n{NOTHING}"
    for number, each in enumerate(words, 1):
        yield f"\r\n{number}. {word(each.at, zone)}: {'lo dio' if each.given else 'lo retiró o lo negó'}"
        yield f"   Para qué: {_purpose(each, tenant)}"
        yield f"   Con qué base: {VALUES['basis'].get(each.basis, each.basis)}"
        yield f"   Dirección: {addresses.get(each.key, '(ya no la tiene)')}"
        yield f"   De dónde consta: {each.source}"
        if each.notice:
            yield f"   Texto que leyó: {f'versión {each.notice[:SHORT]}' if each.notice in texts else each.notice}"
    for digest, text in texts.items():
        yield f"\r\nTexto, versión {digest[:SHORT]} (SHA-256 {digest}):"
        yield text


def _purpose(said: Word, tenant: Tenant) -> str:
    slug = topic_of(said.purpose)
    if slug:
        topic = tenant.municipality.topics.get(slug)
        return f"el tema {topic.name if topic is not None else slug}"
    return VALUES["purpose"].get(said.purpose, said.purpose)
