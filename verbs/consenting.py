"""`contacts consent`, `grant` and `revoke`: what a person has said of being written to."""

from collections.abc import Sequence

from sqlalchemy import Connection

from audience.addresses import BadAddress
from audience.blanking import unnamed
from audience.consents import Word, contacts_of, last_words, revoke, say, words_of
from audience.leaving import all_keys
from audience.subscriptions import SHORT, Proof, notices_of, topic_of, unsubscribe
from audience.suppression import refuses
from audience.whose import keys_of
from campaigns.purpose import CONSENT, MANAGEMENT
from reports.table import Table
from storage.audit import append
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, Failure
from verbs.list_grant import refuse_unknown
from verbs.place import workplace
from verbs.printed import printed
from verbs.typed_address import doubts, is_known
from verbs.words import how_many, instant, shown

WRONG: tuple[type[Exception], ...] = (BadAddress,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

HEADINGS = ("Cuándo", "Finalidad", "Base", "Dice", "De dónde", "Texto")
NEVER_SAID = "No hay ningún consentimiento de «{}», ni lo hay para negarlo: nunca ha dicho nada."


def consent(call: Call, address: str) -> Answer:
    """The proof of one address's consents."""
    with workplace(call) as place, place.database.read() as connection:
        words = words_of(connection, place.tenant_id, keys_of(place.keyring.address_key, address))
        texts = notices_of(connection, place.tenant_id, [word.notice for word in words if word.notice])
        zone = place.tenant.municipality.zone
    stands = {(word.purpose, word.basis): word.given for word in words}
    document = {
        "address": address,
        "stands": [{"purpose": purpose, "basis": basis} for (purpose, basis), given in stands.items() if given],
        "words": [_document(word) for word in words],
        "notices": texts,
    }
    if not words:
        return Answer(document, [NEVER_SAID.format(address)])
    rows = tuple(
        (
            shown(word.at, zone),
            word.purpose,
            word.basis,
            "sí" if word.given else "no",
            word.source,
            word.notice[:SHORT] if word.notice in texts else word.notice,
        )
        for word in words
    )
    read = [f"Texto {digest[:SHORT]}, como lo leyó: {text}" for digest, text in texts.items()]
    return Answer(document, [Table("consent", f"Lo que ha dicho «{address}»", HEADINGS, rows), *read])


def grant_(call: Call, address: str, proof: str) -> Answer:
    """A person's own yes, given to the staff: the only way back for who had taken it back."""
    with workplace(call) as place, place.database.write() as connection:
        typed, now = keys_of(place.keyring.address_key, address), place.clock.now()
        theirs = contacts_of(connection, place.tenant_id, typed)
        if not theirs:
            raise Failure(f"No se anotó nada. {' '.join(doubts(address, known=False))}")
        stands = last_words(connection, place.tenant_id, list(theirs), MANAGEMENT)
        given = [
            (contact, Word(key, MANAGEMENT, True, proof, now))
            for key, contact in sorted(theirs.items())
            if not stands.get(key)
        ]
        say(connection, place.tenant_id, given)
        for _, word in given:
            append(connection, place.tenant_id, call.actor, "grant_consent", word.key, {"proof": proof}, now)
        silent = refuses(connection, place.tenant_id, list(theirs), MANAGEMENT)
    told = f"Queda anotado: «{address}» da su consentimiento para los mensajes de gestion."
    lines = [told if given else f"«{address}» ya lo había dado: no hay nada que cambiar."]
    if silent:
        again = printed(call, "contacts readmit")
        lines.append(
            f"Todavía no los recibe: había pedido no recibir más, o su dirección no sirve. Lo quita «{again}»."
        )
    return Answer({"address": address, "granted": [_document(word) for _, word in given], "silenced": silent}, lines)


def revoke_(call: Call, address: str, reason: str, purpose: str) -> Answer:
    """A person's word, said to the staff."""
    with workplace(call) as place, place.database.write() as connection:
        typed, now = keys_of(place.keyring.address_key, address), place.clock.now()
        known, keys = is_known(connection, place.tenant_id, typed), _whole(connection, place.tenant_id, typed)
        reason = unnamed(connection, place.tenant_id, {*typed, *keys}, reason)
        before = words_of(connection, place.tenant_id, keys)
        if purpose and purpose not in {word.purpose for word in before}:
            refuse_unknown(purpose, place.tenant.municipality.topics)
        topics = None if not purpose else [topic_of(purpose)]
        for key in keys:
            unsubscribe(connection, place.tenant_id, key, topics, Proof(reason), now)
        revoke(connection, place.tenant_id, keys, reason, now, purpose)
        if not purpose:
            revoke(connection, place.tenant_id, keys, reason, now, MANAGEMENT)
        taken = words_of(connection, place.tenant_id, keys)[len(before) :]
        for key in sorted({word.key for word in taken}):
            # By its key: the address itself must not stay where nothing is ever erased.
            detail = {"purposes": sorted(word.purpose for word in taken if word.key == key), "reason": reason}
            append(connection, place.tenant_id, call.actor, "revoke_consent", key, detail, now)
    document = {"address": address, "known": known, "revoked": [_document(word) for word in taken]}
    had = any(word.given and word.basis == CONSENT for word in before)
    return Answer(document, [_told(address, taken, had=had), *doubts(address, known)])


def _whole(connection: Connection, tenant: int, keys: Sequence[str]) -> list[str]:
    """The address, and the person's others that are no one else's: a list's consent was for all of them."""
    known = {*contacts_of(connection, tenant, keys), *(word.key for word in words_of(connection, tenant, keys))}
    return sorted({each for key in known or keys for each in all_keys(connection, tenant, key)})


def _told(address: str, taken: Sequence[Word], *, had: bool) -> str:
    if not taken:
        return f"«{address}» ya lo había retirado: no hay nada que cambiar."
    purposes = sorted({word.purpose for word in taken})
    count = how_many(len(purposes), "finalidad", "finalidades")
    addresses = len({word.key for word in taken})
    others = f", en sus {addresses} direcciones" if addresses > 1 else ""
    told = "retira su consentimiento" if had else "no da su consentimiento, ni constaba que lo hubiera dado,"
    return f"Queda anotado: «{address}» {told} para {count} ({', '.join(purposes)}){others}."


def _document(word: Word) -> dict[str, object]:
    return {
        "purpose": word.purpose,
        "basis": word.basis,
        "given": word.given,
        "at": instant(word.at),
        "source": word.source,
        "notice": word.notice,
    }
