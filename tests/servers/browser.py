"""Chromium on this machine, for pages as people see them; and a plain web server for a folder."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.optional import missing

NAMES = ("chromium", "chromium-browser", "google-chrome")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
"""WCAG 2.1 AA (Resolución MinTIC 1519 de 2020, anexo 1) and what axe counsels besides."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. Skips the test where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        missing("Chromium", "on Debian: apt install chromium")
    # Root, as in a container, has no sandbox of Chromium's.
    words = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=words)
        yield browser
        browser.close()


def violations(page: Page) -> list[str]:
    """What axe finds, each with where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it; `policy`: the Content-Security-Policy of each answer."""

    def __init__(self, *arguments: Any, policy: str = "", **named: Any) -> None:
        self._policy = policy
        super().__init__(*arguments, **named)

    def end_headers(self) -> None:
        """As the base class, with the policy."""
        if self._policy:
            self.send_header("Content-Security-Policy", self._policy)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path, policy: str = "") -> Iterator[str]:
    """The address of a web server that publishes a folder; each call has an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder), policy=policy))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
