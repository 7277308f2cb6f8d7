"""`python -m pieces`: orders in JSON come in, pieces in JSON go out. Only `pieces.drawing` speaks to it."""

import base64
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from pieces.drawing import JPEG, Order
from pieces.engine import Studio, as_jpeg
from pieces.refusal import CannotDraw


def main() -> None:
    """Draw all orders of standard input and write them to standard output."""
    orders = [Order.from_json(kept) for kept in json.load(sys.stdin)]
    with TemporaryDirectory(prefix="pregonero-") as folder:
        studio = Studio(Path(folder))
        made = [_made(studio, order) for order in orders]
    json.dump(made, sys.stdout)


def _made(studio: Studio, order: Order) -> Mapping[str, object]:
    try:
        drawn, dropped = studio.draw(order.form, order.said, order.brand, glance=order.glance)
    except CannotDraw as refusal:
        return {"data": "", "dropped": [], "refusal": str(refusal)}
    data = as_jpeg(drawn) if order.mime == JPEG else drawn
    return {"data": base64.b64encode(data).decode(), "dropped": dropped, "refusal": ""}


if __name__ == "__main__":
    main()
