"""A directory of accounts that others wrote (OpenID Connect): `python -m tests.servers.accounts '[{"sub": "ana"}]'`.

Its words are good for years: towns of tests live at other times than the machine.
"""

import json
import sys
import threading
import warnings
from datetime import timedelta

# Parts of it are to be renewed by those who keep it; nobody who reads our tests can do anything about it.
warnings.simplefilter("ignore")

from oidc_provider_mock import User, run_server_in_thread  # noqa: E402 - after the line above

GOOD = timedelta(days=3650)


def main(people: str) -> None:
    """Serve until killed. `people`: each with the claims that its words have."""
    users = [User(sub=each.pop("sub"), claims=each) for each in json.loads(people)]
    with run_server_in_thread(user_claims=users, access_token_max_age=GOOD) as server:
        print(f"PORT {server.server_port}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
