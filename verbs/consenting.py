"""`contacts consent`, `grant` and `revoke`: what a person has said of being written to."""

from collections.abc import Sequence

from audience.addresses import BadAddress
from audience.consents import Word, words_of
from audience.said_to_staff import Heard, grant, revoke, whole
from audience.subscriptions import SHORT, notices_of
from audience.typed_address import doubts, is_known
from audience.whose import keys_of
from reports.table import Table
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, Failure
from verbs.list_grant import refuse_unknown
from verbs.place import workplace
from verbs.printed import printed
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
        heard = Heard(
            place.tenant_id, keys_of(place.keyring.address_key, address), proof, call.actor, place.clock.now()
        )
        granted = grant(connection, heard)
        if granted is None:
            raise Failure(f"No se anotó nada. {' '.join(doubts(address, known=False))}")
    told = f"Queda anotado: «{address}» da su consentimiento para los mensajes de gestion."
    lines = [told if granted.words else f"«{address}» ya lo había dado: no hay nada que cambiar."]
    if granted.silenced:
        again = printed(call, "contacts readmit")
        lines.append(
            f"Todavía no los recibe: había pedido no recibir más, o su dirección no sirve. Lo quita «{again}»."
        )
    words = [_document(word) for word in granted.words]
    return Answer({"address": address, "granted": words, "silenced": granted.silenced}, lines)


def revoke_(call: Call, address: str, reason: str, purpose: str) -> Answer:
    """A person's word, said to the staff."""
    with workplace(call) as place, place.database.write() as connection:
        typed, now = keys_of(place.keyring.address_key, address), place.clock.now()
        known = is_known(connection, place.tenant_id, typed)
        before = words_of(connection, place.tenant_id, whole(connection, place.tenant_id, typed))
        if purpose and purpose not in {word.purpose for word in before}:
            refuse_unknown(purpose, place.tenant.municipality.topics)
        taken, had = revoke(connection, Heard(place.tenant_id, typed, reason, call.actor, now), purpose)
    document = {"address": address, "known": known, "revoked": [_document(word) for word in taken]}
    return Answer(document, [_told(address, taken, had=had), *doubts(address, known)])


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
