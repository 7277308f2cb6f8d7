"""`python -m reports`: a report's words come in as JSON, its PDF goes out. Only `reports.pdf_file` speaks to it."""

import base64
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pieces.refusal import CannotDraw
from reports.printing import Printer


def main() -> None:
    """Print the report of standard input and write it to standard output."""
    paper = json.load(sys.stdin)
    with TemporaryDirectory(prefix="pregonero-") as folder:
        try:
            printed, remarks = Printer(Path(folder)).print(paper)
        except CannotDraw as refusal:
            made = {"data": "", "remarks": [], "refusal": str(refusal)}
        else:
            made = {"data": base64.b64encode(printed).decode(), "remarks": remarks, "refusal": ""}
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main()
