"""Work on an open lane besides its messages: answers, questions and chores."""

import random

from delivery.accounts.books import Books
from delivery.accounts.outlets import Outlets
from delivery.accounts.turns import Turns
from delivery.engines.engine import LaneId
from delivery.workplace import Workplace


class LaneWork:
    """What one kind of it works with."""

    def __init__(self, place: Workplace, lane_id: LaneId, outlets: Outlets, books: Books) -> None:
        """`books` are the open lane's: each piece of work takes a turn of its pace as every message does."""
        self._place = place
        self._lane = lane_id
        self._outlets = outlets
        self._books = books
        self._turns = Turns(place, lane_id, books)
        self._random = random.Random()  # noqa: S311 - spreads retries, guards nothing
