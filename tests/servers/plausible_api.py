"""Plausible's Stats API, version 2: `python -m tests.servers.plausible_api --journal FILE --script FILE`.

Its site `segovia.gov.co` wants `Bearer canario-plausible`. Faults besides the shared ones: `unauthorized`, `flood`,
`server-error`, `wrong-site`.
"""

import json
import sys
from datetime import date, timedelta
from typing import Any

from tests.servers.matomo_api import visits
from tests.servers.scripted_http import Handler, serve

KEY = "canario-plausible"
SITE = "segovia.gov.co"
TIMES = {"visits": 1, "visitors": 1, "pageviews": 3}


class PlausibleApi(Handler):
    """Answers for one site; days without visits have no row."""

    def entry(self) -> dict[str, Any]:
        """The call and its question."""
        allowed = self.headers.get("Authorization") == f"Bearer {KEY}"
        return {"path": self.path, "allowed": allowed, "asked": json.loads(self.body or b"null")}

    def good(self) -> None:
        """One row for each day, week or month in which somebody came."""
        asked = json.loads(self.body)
        if not self.entry()["allowed"]:
            self.fault("unauthorized")
            return
        first, last = (date.fromisoformat(day) for day in asked["date_range"])
        rows: dict[str, int] = {}
        for place in range((last - first).days + 1):
            day = first + timedelta(days=place)
            starts = {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}
            name = str(max(first, starts[asked["dimensions"][0].removeprefix("time:")]))
            rows[name] = rows.get(name, 0) + visits(day) * TIMES[asked["metrics"][0]]
        results = [{"dimensions": [name], "metrics": [count]} for name, count in rows.items() if count]
        self.say(200, {"results": results, "meta": {}, "query": asked})

    def fault(self, name: str) -> bool:
        """Refuses as Plausible does."""
        answers: dict[str, tuple[int, object, dict[str, str]]] = {
            "unauthorized": (401, {"error": "Invalid API key. Please make sure you're using a valid API key."}, {}),
            "wrong-site": (400, {"error": "Invalid site ID."}, {}),
            "flood": (429, {"error": "Too many API requests."}, {"Retry-After": "600"}),
            "server-error": (500, {}, {}),
        }
        if name in answers:
            self.say(*answers[name])
        return name in answers


if __name__ == "__main__":
    serve(PlausibleApi, sys.argv[1:])
