"""`piece`: cards, posters, leaflets, scripts and press releases out of a campaign's event."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from campaigns.templates import TemplateError
from campaigns.tenant import Tenant
from delivery.clock import SystemClock
from delivery.installation import var_folder
from delivery.office.office import Unknown
from delivery.tasks.sheets import Wanted, drawn_once, forms_named, wanted
from delivery.workplace import PLACES
from pieces.drawing import Order, Piece, draw
from pieces.refusal import CannotDraw
from verbs.answer import Answer
from verbs.call import Call
from verbs.folder import chosen, shown_files
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = (Unknown,)
FAILED: tuple[type[Exception], ...] = (TemplateError, CannotDraw, OSError)

NOTHING = (
    "No hay nada que dibujar: los canales de estos mensajes no muestran piezas. Si quiere alguna, diga cuál con --kind."
)
FOLDER = "piezas"
"""In the municipality's folder under `var/`, where `--out` names no other."""


def piece(call: Call, campaign: str, message: str | None, kind: str | None, out: Path | None) -> Answer:
    """Draw them into files; one that cannot be drawn is told, and the others are kept."""
    tenant = chosen(call, shown_files(call))
    forms = forms_named(kind) if kind is not None else ()
    asked = wanted(tenant, campaign, message, forms, SystemClock().now())
    if not asked:
        return Answer([], [NOTHING])
    drawn = draw([each.order for each in asked])
    folder = out or _folder(call, tenant) / campaign
    documents = [_kept(folder, each, made) for each, made in zip(asked, drawn, strict=True)]
    refused = sum(made.refusal != "" for made in drawn)
    for each, made in zip(asked, drawn, strict=True):
        for line in _warnings(each, made):
            call.tell(line)
    lines = [f"{document['file']}" for document in documents if document["file"] is not None]
    made_words = how_many(len(lines), "pieza", "piezas")
    return Answer(documents, [*lines, f"{made_words} en {folder}."], code=1 if refused else 0)


def keep_pieces(folder: Path, papers: Mapping[str, Sequence[Order]], tell: Callable[[str], None]) -> int:
    """Draw pieces into a folder of each name, and say how many there are; what cannot be drawn is told."""
    drawn = drawn_once(order for orders in papers.values() for order in orders)
    kept = 0
    for name, orders in papers.items():
        for order in orders:
            made = drawn[order]
            if made.refusal:
                tell(f"No se dibujó {name}, {order.form.value}. {made.refusal}")
                continue
            path = folder / name / order.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made.data)
            kept += 1
    return kept


def _folder(call: Call, tenant: Tenant) -> Path:
    return var_folder(call.environment) / PLACES / tenant.slug / FOLDER


def _kept(folder: Path, each: Wanted, made: Piece) -> dict[str, object]:
    path = folder / each.message.id / made.order.name
    if not made.refusal:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
    return {
        "message": each.message.id,
        "kind": made.order.form.value,
        "file": None if made.refusal else str(path),
        "mime": made.order.mime,
        "bytes": len(made.data),
        "alt": made.order.said.summary,
        "dropped": list(made.dropped),
        "refusal": made.refusal or None,
    }


def _warnings(each: Wanted, made: Piece) -> list[str]:
    name = f"{each.message.id}, {made.order.form.value}"
    told = [f"No se dibujó {name}. {made.refusal}"] if made.refusal else []
    told += [f"En {name} no salen {' '.join(made.dropped)}: la tipografía no los tiene."] if made.dropped else []
    return told
