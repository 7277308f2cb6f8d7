"""What is installed is what is written down."""

import re
import tomllib

from tests.house.tree import FLOORS, ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt")


def test_every_package_is_listed() -> None:
    """The wheel carries each package of each room and each folder of the starter, and nothing else."""
    listed = set(PYPROJECT["tool"]["setuptools"]["packages"])
    there = {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for room in FLOORS
        for path in ROOT.glob(f"{room}/**/__init__.py")
    }
    starter = ROOT / "campaigns" / "starter"
    data = {f"campaigns.starter.{folder.name}" for folder in starter.iterdir() if folder.is_dir()}
    assert listed == there | (data - {"campaigns.starter.__pycache__"})


def test_every_module_at_the_root_is_listed() -> None:
    """The wheel carries each module that stands beside the rooms."""
    listed = set(PYPROJECT["tool"]["setuptools"]["py-modules"])
    assert listed == {path.stem for path in ROOT.glob("*.py")} - {"conftest"}


def test_the_locks_carry_no_address() -> None:
    """Pinned versions come from whatever index a machine has: no host is written down."""
    for name in LOCKS:
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"://|file:/|--index|--find-links|--trusted", text), name


def test_every_dependency_is_pinned() -> None:
    """Each dependency that we name stands in the lock with one version."""
    for name, wanted in ((LOCKS[0], PYPROJECT["project"]["dependencies"]), (LOCKS[1], _development())):
        pinned = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        named = {re.split(r"[\[<>=~!; ]", each, maxsplit=1)[0].lower().replace("_", "-") for each in wanted}
        assert named - pinned == set(), name


def _development() -> list[str]:
    development: list[str] = PYPROJECT["project"]["optional-dependencies"]["dev"]
    return development
