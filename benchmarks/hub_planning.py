"""What a folder of 1,100 municipalities, one broken, costs to plan: `python -m benchmarks.hub_planning DIR`."""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.hub import make
from benchmarks.process import as_installed
from campaigns.loader import load
from delivery.planning.known import Known
from delivery.planning.planning import plan

ROOT = Path(__file__).parents[1]
MUNICIPALITIES, MESSAGES = 1_100, 50
BROKEN = "municipio-0500"
YEAR = (datetime(2027, 1, 1, 5, tzinfo=UTC), datetime(2028, 1, 1, 5, tzinfo=UTC))


def measure_hub(folder: Path) -> tuple[float, float]:
    """Seconds of one core to plan a year of all of them, once they are read, and the whole process's memory in MB."""
    command = [sys.executable, "-m", "benchmarks.hub_planning", str(folder / "hub")]
    done = subprocess.run(command, cwd=ROOT, env=as_installed(), capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def main() -> None:
    """Make them, read them, plan them; the broken one is left out, and no other."""
    folder = Path(sys.argv[1])
    make(folder, MUNICIPALITIES, MESSAGES)
    (folder / BROKEN / "municipio.yaml").write_text("nombre: [\n", encoding="utf-8")
    loaded = load(folder, {})
    assert len(loaded.tenants) == MUNICIPALITIES - 1
    assert all(BROKEN in str(problem) for problem in loaded.problems)
    # Of the processor: nothing else is waited for, and the machine may have other work.
    begun = time.process_time()
    rows = sum(len(plan(tenant, Known(), *YEAR, YEAR[0])) for tenant in loaded.tenants)
    seconds = time.process_time() - begun
    assert rows == (MUNICIPALITIES - 1) * MESSAGES
    print(json.dumps((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)))


if __name__ == "__main__":
    main()
