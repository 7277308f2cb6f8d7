"""One account's connections to the Graph API, bounded in time, number and size.

Loads httpx; adapters import this file when the first call is made.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from channels.broken import Broken, broken
from channels.causes import cause_of
from channels.deadline import whole
from channels.graph.failure import Failed, Failure, How, refusal, regained_after, used
from channels.graph.options import GraphOptions
from channels.hour import Hour, hour_of

LARGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read before the connection is given up; a page of a hundred posts has some 200,000."""
VERSION_SERVED = "facebook-api-version"

BY_BREAK: Mapping[Broken, How] = {
    Broken.UNREACHABLE: How.UNREACHABLE,
    Broken.CERTIFICATE: How.CERTIFICATE,
    Broken.BUSY: How.BUSY,
    Broken.ADDRESS: How.ADDRESS,
    Broken.UNCERTAIN: How.UNKNOWN,
}


class File(NamedTuple):
    """One file to upload, in the form's field `source`."""

    name: str
    mime: str
    data: bytes


class Connection:
    """Calls under one token, which stands in a header and nowhere else."""

    def __init__(self, options: GraphOptions, connections: int) -> None:
        """`connections`: the most that may be open at once."""
        token = options.token.get_secret_value()
        secret = options.app_secret.get_secret_value() if options.app_secret else ""
        proof = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest() if secret else ""
        self._secrets = (token, secret, proof)
        self._proof = {"appsecret_proof": proof} if proof else {}
        self.token = options.token
        self.version = options.version
        self.version_served = ""
        """The one that answered last: Meta answers for one that is retired with a later one."""
        self.used: float | None = None
        """The share of Meta's limits that the last answer says is used, in per cent."""
        self._host = urlsplit(options.server).hostname or ""
        self._headers: Mapping[str, str] = {}
        limits = options.deadlines
        self._steps = (limits.pool + limits.connect, limits.write, limits.read)
        self._client = httpx.AsyncClient(
            base_url=f"{options.server}/{options.version}/",
            headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(connect=limits.connect, read=limits.read, write=limits.write, pool=limits.pool),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            follow_redirects=False,
        )

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """What stands at a path. Raises `Failed`."""
        return await self._call("GET", path, params=query | self._proof)

    async def delete(self, path: str) -> dict[str, Any]:
        """Deletes what stands at a path. Raises `Failed`."""
        return await self._call("DELETE", path, params=self._proof)

    async def post(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        """Hands over a JSON body. Raises `Failed`."""
        return await self._call("POST", path, json={**body, **self._proof})

    async def upload(self, path: str, file: File, fields: Mapping[str, str]) -> dict[str, Any]:
        """Hands over a file with fields of a form. Raises `Failed`."""
        files = {"source": (file.name, file.data, file.mime)}
        return await self._call("POST", path, data={**fields, **self._proof}, files=files)

    async def ask(self, path: str, fields: Mapping[str, str]) -> dict[str, Any]:
        """As `get`, with what is asked in the body, since it is secret. Raises `Failed`."""
        return await self._call("POST", path, data={"method": "get", **fields, **self._proof})

    def hour(self) -> Hour | None:
        """What Meta's last answer says of the hour."""
        return hour_of(self._host, self._headers)

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def _call(self, method: str, path: str, **content: Any) -> dict[str, Any]:  # noqa: ANN401 - httpx's own
        """The failure is raised outside the `except`: a trace of httpx's error leads to headers with the token."""
        failure: Failure
        try:
            request = self._client.build_request(method, path.lstrip("/"), **content)
            async with asyncio.timeout(whole(*self._steps, int(request.headers.get("Content-Length", 0)))):
                answer = await self._answer(request)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            failure = self._broken(error)
        else:
            if not isinstance(answer, Failure):
                return answer
            failure = answer
        raise Failed(failure)

    async def _answer(self, request: httpx.Request) -> dict[str, Any] | Failure:
        """What Meta says. Raises httpx.HTTPError, also where the answer is too large."""
        response = await self._client.send(request, stream=True)
        try:
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    raise httpx.ReadError(f"more than {LARGEST_ANSWER} bytes")
            return self._settled(response, bytes(body))
        finally:
            await response.aclose()

    def _settled(self, response: httpx.Response, body: bytes) -> dict[str, Any] | Failure:
        """The JSON object that Meta said yes with; a page of HTML, a redirect or half an answer is no answer."""
        status, self._headers = response.status_code, response.headers
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            document = None
        wait = regained_after(response.headers)
        failure = refusal(status, document, wait, self._secrets)
        if failure is not None or response.is_success:
            self.used = used(response.headers)
            self.version_served = response.headers.get(VERSION_SERVED, "")
        if failure is not None:
            return failure
        if response.is_success and isinstance(document, dict) and "error" not in document:
            return document
        how = How.FLOODED if status == HTTPStatus.TOO_MANY_REQUESTS else How.UNKNOWN
        return Failure(how, f"respondió {status} sin decir qué pasó", str(status), status=status, wait=wait)

    def _broken(self, error: Exception) -> Failure:
        name = type(error).__name__
        return Failure(BY_BREAK[broken(error)], cause_of(error, self._secrets), name)
