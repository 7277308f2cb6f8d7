"""Deliveries that a lane has claimed, as whoever asks about them before they leave looks at them."""

from operator import attrgetter

from sqlalchemy import bindparam, select

from storage.states import DeliveryState
from storage.tables import delivery, publication

BY_PUBLICATION = attrgetter("publication", "id")
"""The order in which those of one publication stand beside each other."""
CLAIMED = (
    select(delivery.c.id, delivery.c.recipient_key, delivery.c.publication)
    .join(publication, publication.c.id == delivery.c.publication)
    .where(
        delivery.c.id.in_(bindparam("numbers", expanding=True)),
        delivery.c.epoch == bindparam("under"),
        delivery.c.state == DeliveryState.CLAIMED.value,
        publication.c.corrects.is_(None),
    )
)
"""Those of `numbers` under the epoch `under`; a correction is not asked about: it goes to whoever got the first."""
