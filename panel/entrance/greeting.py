"""What an operator reads where nobody has ever come into the panel: the link that lets the first one in."""

from collections.abc import Iterator
from datetime import datetime

from delivery.workplace import Workplaces
from panel.entrance.coming_in import first_link
from panel.entrance.letters import link_address
from panel.listen import Listen


def first_links(places: Workplaces, listen: Listen, now: datetime) -> Iterator[str]:
    """A line for each municipality without a user; the link of an earlier start is good no more.

    Raises `StorageError`.
    """
    for place in places.all:
        with place.database.write() as connection:
            token = first_link(connection, place, now)
        if token is not None:
            yield (
                f"Para entrar al panel de {place.tenant.municipality.body} por primera vez (sirve un día, una vez): "
                f"http://{listen}{link_address(place, token)}"
            )
