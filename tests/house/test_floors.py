"""The house keeps its floors."""

from pathlib import Path

from tests.house.tree import FLOORS, FLOORS_OF_DELIVERY, ROOT, imports_of, name_of, product, room_of


def test_a_floor_imports_only_lower_ones() -> None:
    """What stands on a floor knows only what lies below it, also within its functions."""
    upward = [
        f"{name_of(path)}:{line} imports {module}"
        for path in product()
        for module, line in imports_of(path)
        if (room := module.partition(".")[0]) in FLOORS
        and room != room_of(path)
        and FLOORS[room] >= FLOORS[room_of(path)]
    ]
    assert upward == []


def test_no_file_imports_itself_in_a_circle() -> None:
    """Within the house no file is needed, over any number of steps, to load itself."""
    modules = {
        name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in product()
    }
    needs = {
        name: {found for module, _ in imports_of(path) if (found := _nearest(module, modules)) and found != name}
        for name, path in modules.items()
    }
    assert _circle(needs) is None


def test_every_room_has_its_floor() -> None:
    """A new room at the top of the tree is given a floor before anything is built on it."""
    data = {"tests", "config", "docs", "benchmarks", "build", "var"}
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {path.stem for path in ROOT.glob("*.py")}
    assert rooms - data - {"conftest"} <= set(FLOORS)


def test_within_delivery_a_room_imports_only_lower_ones() -> None:
    """The send loop knows nothing of who looks at it, and what all share knows only the engines."""
    upward = [
        f"{name_of(path)}:{line} imports {module}"
        for path in (ROOT / "delivery").rglob("*.py")
        for module, line in imports_of(path)
        if _floor(module) > _floor(path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."))
    ]
    assert upward == []


def _floor(module: str) -> int:
    """How high a module stands within delivery: what is in no room stands on the engines, and below all others."""
    room = module.split(".")[1] if module.startswith("delivery.") else ""
    return FLOORS_OF_DELIVERY.index(room) if room in FLOORS_OF_DELIVERY else 0


def _nearest(module: str, modules: dict[str, Path]) -> str | None:
    while module and module not in modules:
        module = module.rpartition(".")[0]
    return module or None


def _circle(needs: dict[str, set[str]]) -> list[str] | None:
    done: set[str] = set()

    def visit(name: str, way: list[str]) -> list[str] | None:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return None
        for other in sorted(needs[name]):
            found = visit(other, [*way, name])
            if found:
                return found
        done.add(name)
        return None

    return next((found for name in sorted(needs) if (found := visit(name, []))), None)
