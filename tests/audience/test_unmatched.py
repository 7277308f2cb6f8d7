"""Which values of a condition nobody has, told from the rows of this municipality alone."""

from audience.unmatched import SHOWN, Unmatched, unmatched
from campaigns.audience import Condition
from storage.database import Database
from tests.audience.people import add_contact, add_tenant


def test_only_values_of_this_municipality_are_named(database: Database) -> None:
    """Some of them; another's are not told, and whoever has a value there is nobody here."""
    with database.write() as connection:
        ours, others = add_tenant(connection, "a"), add_tenant(connection, "b")
        add_contact(connection, others, "Eva", "eva@correo.co", attributes={"barrio": ["Alto", "Veredas"]})
        barrios = [f"Barrio {number}" for number in range(SHOWN + 2)]
        add_contact(connection, ours, "Ana", "ana@correo.co", attributes={"barrio": barrios})
        condition = Condition.model_validate({"con": {"barrio": ["alto", "barrio-3", "Veredas"]}})

        found = unmatched(connection, ours, condition)

        present = tuple(barrios[:SHOWN])
        assert found == (Unmatched("barrio", "alto", present), Unmatched("barrio", "Veredas", present))
        assert unmatched(connection, others, condition) == (Unmatched("barrio", "barrio-3", ("Alto", "Veredas")),)
