"""Some people of whom much is known, for the pages that show them."""

from datetime import datetime, timedelta

from sqlalchemy import insert

from audience.addresses import read_address, recipient_key
from audience.consents import Word, say
from audience.subscriptions import Proof, add_notice, subscribe
from audience.suppression import BOUNCED, suppress
from campaigns.purpose import MANAGEMENT
from delivery.workplace import Workplace
from storage.tables import address, contact, contact_attribute, delivery, publication, signup

NOTICE = "La Alcaldía de Villa Clara usa estos datos para enviarle lo que pidió."
HOSTILE = "<b>Luz</b> =1+1"
LONG = "María de los Ángeles del Perpetuo Socorro Fernández de Castro y Restrepo Villavicencio"
ALONE = "sola@example.com"
"""Of whom something is kept, and no list tells."""


def key_in(place: Workplace, text: str, kind: str = "correo") -> str:
    """The key of an address in a town."""
    return recipient_key(place.keyring.address_key, read_address(kind, text).normalised)


def add_person(place: Workplace, name: str, *addresses: str, now: datetime, **attributes: str) -> int:
    """Somebody with mail addresses (`telefono:300…` for another kind) and what a list says; the number."""
    with place.database.write() as connection:
        row = {"tenant": place.tenant_id, "name": name, "created_at": now}
        number = int(connection.scalars(insert(contact).values(row).returning(contact.c.id)).one())
        for text in addresses:
            kind, _, bare = text.rpartition(":")
            found = read_address(kind or "correo", bare)
            its = {"tenant": place.tenant_id, "contact": number, "kind": found.kind, "address": found.text}
            key = recipient_key(place.keyring.address_key, found.normalised)
            connection.execute(insert(address).values(**its, key=key))
        for column, value in attributes.items():
            connection.execute(insert(contact_attribute).values(contact=number, name=column, value=value))
    return number


def people(place: Workplace, now: datetime) -> int:
    """Eva, of whom much is known; a family behind one telephone; one whose name is hostile; Eva's number."""
    told = {"barrio": "Centro", "vinculacion": "junta-de-accion-comunal"}
    came = now - timedelta(days=90)
    eva = add_person(place, "Eva Ríos", "eva@example.com", "telefono:300 123 4567", now=came, **told)
    add_person(place, "Luis Ríos", "telefono:300 123 4567", now=now)
    add_person(place, HOSTILE, "luz@example.com", now=now)
    add_person(place, LONG, "una-direccion-de-correo-muy-larga-que-no-cabe@example.com", now=now)
    number, mail, telephone = (
        place.tenant_id,
        key_in(place, "eva@example.com"),
        key_in(place, "300 123 4567", "telefono"),
    )
    with place.database.write() as connection:
        notice, proof = add_notice(connection, number, NOTICE, now), "Página de suscripción, desde 198.51.100.7"
        say(connection, number, [(eva, Word(mail, MANAGEMENT, True, "Planilla de la feria", now - timedelta(days=80)))])
        subscribe(connection, number, eva, mail, ["noticias"], Proof(proof, notice), now - timedelta(days=60))
        suppress(connection, number, telephone, BOUNCED, "El número no existe", now - timedelta(days=5))
        its = {"tenant": number, "campaign": "matriculas", "account": "correo", "occurrence": "1", "kind": "direct"}
        its |= {"channel": "email", "medium": "correo", "publishes": True, "class_": "servicio", "actions": ["SE-7"]}
        its |= {"audience": "ciudadania", "state": "done", "digest": "", "created_at": now}
        for day, (state, mode) in enumerate([("sent", "real"), ("failed", "real"), ("sent", "pruebas")]):
            row = {**its, "message": f"anuncio-{day}", "mode": mode}
            made = connection.scalars(insert(publication).values(row).returning(publication.c.id)).one()
            fate = {"state": state, "sent_at": now - timedelta(days=day) if state == "sent" else None}
            fate |= {"error_text": "550 buzón lleno" if state == "failed" else None}
            row = {"publication": made, "recipient_key": mail, "address": "eva@example.com", "audience": "ciudadania"}
            connection.execute(insert(delivery).values(**row, **fate))
        kept = {"tenant": number, "key": key_in(place, ALONE), "address": ALONE, "topics": ["noticias"]}
        connection.execute(insert(signup).values(**kept, notice=notice, origin="198.51.100.7", asked_at=now))
    return eva
