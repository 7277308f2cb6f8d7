"""Of what a public is made: every person is counted, and who falls out has a reason."""

from audience.consents import Word, say
from audience.makeup import Makeup, makeup
from audience.suppression import opt_out, suppress
from campaigns.audience import Condition
from campaigns.purpose import MANAGEMENT
from storage.database import Database
from tests.audience.people import NOW, add_contact, add_tenant, key_of

FAMILIES = Condition.model_validate({"con": {"grupo": "familia"}})


def test_each_person_counts_once(database: Database, tenant: int) -> None:
    """By each kind of address that is live; who refuses all is reached by none; another's people are nobody's here."""
    family = {"grupo": "familia"}
    with database.write() as connection:
        ana = add_contact(connection, tenant, "Ana", "ana@correo.co", "telefono:3001234567", attributes=family)
        add_contact(connection, tenant, "Luis", "luis@correo.co", "luis2@correo.co", attributes=family)
        add_contact(connection, tenant, "Eva", "telegram:@eva_ruiz", attributes=family)
        add_contact(connection, tenant, "Sin", "sin@correo.co", attributes=family)
        add_contact(connection, tenant, "Baja", "baja@correo.co", attributes=family)
        add_contact(connection, tenant, "Otra", "otra@correo.co", attributes={"grupo": "comerciante"})
        add_contact(connection, add_tenant(connection, "genova"), "Ajena", "ajena@correo.co", attributes=family)
        say(connection, tenant, [(ana, Word(key_of("ana@correo.co"), MANAGEMENT, True, "Planilla", NOW))])
        suppress(connection, tenant, key_of("sin@correo.co"), "rebote", "550", NOW)
        opt_out(connection, tenant, key_of("baja@correo.co"), "Por teléfono", NOW)

        assert makeup(connection, tenant, FAMILIES) == Makeup(
            persons=5, mail=2, telegram=1, telephone=1, nowhere=1, refusing=1, without_consent=3
        )
        assert makeup(connection, tenant, Condition()).persons == 6


def test_a_public_of_nobody_is_all_noughts(database: Database, tenant: int) -> None:
    """Not nothing at all: a figure is a figure."""
    with database.read() as connection:
        assert makeup(connection, tenant, FAMILIES) == Makeup(0, 0, 0, 0, 0, 0, 0)
