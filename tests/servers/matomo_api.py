"""Matomo's Reporting API: `python -m tests.servers.matomo_api --journal FILE --script FILE`.

Its site 3 wants the token `canario-matomo`. Faults besides the shared ones: `denied` (200, told by a field),
`unauthorized`, `flood`, `server-error`, `empty` (an empty list), `fewer` (one visit less each day), `echo`, `endless`
(more visits than a number has room for).
"""

import sys
from datetime import date, timedelta
from typing import Any

from tests.servers.scripted_http import Handler, serve

TOKEN = "canario-matomo"
DENIED = "You can't access this resource as it requires 'view' access for the website id = 3."


def visits(day: date) -> int:
    """Of each day another number; on Sundays nobody comes."""
    return 0 if day.weekday() == 6 else 100 + day.day


class MatomoApi(Handler):
    """Answers for one site; days without visits are empty rows, as Matomo has them."""

    less = 0

    def entry(self) -> dict[str, Any]:
        """The call and its form, the token told apart."""
        form = dict(self.fields())
        return {"path": self.path, "allowed": form.pop("token_auth", "") == TOKEN, "form": form}

    def good(self) -> None:
        """One row for each day, week or month of the range."""
        form = dict(self.fields())
        if form.get("token_auth") != TOKEN or form.get("idSite") != "3":
            self.say(200, {"result": "error", "message": DENIED})
            return
        first, last = (date.fromisoformat(day) for day in form["date"].split(","))
        days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
        rows: dict[str, int] = {}
        for day in days:
            rows[self._name(form["period"], day)] = rows.get(self._name(form["period"], day), 0) + visits(day)
        self.say(200, {name: self._row(form["method"], count) for name, count in rows.items()})

    def fault(self, name: str) -> bool:
        """Refuses as Matomo does."""
        match name:
            case "denied":
                self.say(200, {"result": "error", "message": DENIED})
            case "echo":
                self.say(200, {"result": "error", "message": f"Unable to authenticate with token {TOKEN}."})
            case "unauthorized":
                self.say(401, {"error": "no"})
            case "flood":
                self.say(429, {}, {"Retry-After": "7200"})
            case "server-error":
                self.say(503, {})
            case "empty":
                self.say(200, [])
            case "fewer":
                self.less = 1
                self.good()
            case "endless":
                self.less = -(10**400)
                self.good()
            case _:
                return False
        return True

    @staticmethod
    def _name(period: str, day: date) -> str:
        monday = day - timedelta(days=day.weekday())
        return {"day": f"{day}", "week": f"{monday},{monday + timedelta(days=6)}", "month": f"{day:%Y-%m}"}[period]

    def _row(self, method: str, count: int) -> object:
        if not count:
            return []
        told = count - self.less
        if method == "Actions.get":
            return {"nb_pageviews": told * 3, "nb_downloads": 2}
        return {"nb_visits": told, "nb_uniq_visitors": told - 10, "nb_actions": told * 3}


if __name__ == "__main__":
    serve(MatomoApi, sys.argv[1:])
