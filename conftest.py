"""Puts the project's root on the path, so that tests run from a clone as well as from an installed package."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
