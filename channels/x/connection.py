"""tweepy's client over a session that is bounded in time and size. Loads the library; used from one thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
import tweepy

from channels.hour import Hour, hour_of
from channels.message import NotSent, Rejected, Sent, Uncertain
from channels.x.look import Look
from channels.x.options import XOptions
from channels.x.outcome import not_counted, not_deleted, not_read, not_uploaded, outcome, unreadable
from channels.x.post import is_gone
from channels.x.session import Session
from channels.x.timeline import Unreadable as NoTimeline
from channels.x.timeline import next_page, posts, same
from channels.x.uploads import Upload

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the municipality's clock may go before X's."""
MOST_PAGES = 10
FIELDS = ["entities"]


@dataclass(frozen=True, slots=True)
class Photo:
    """An image to publish: its file name, MIME type, bytes, and what it shows in words."""

    name: str
    mime: str
    data: bytes
    alt: str


class Ballot(NamedTuple):
    """A poll as X takes it."""

    options: tuple[str, ...]
    minutes: int


class Unreadable(Exception):
    """X said yes, without the number of what it made."""


class Connection:
    """One user's signed client."""

    def __init__(self, options: XOptions) -> None:
        self._secrets = tuple(
            secret.get_secret_value()
            for secret in (options.api_key, options.api_secret, options.access_token, options.access_secret)
        )
        self._host = urlsplit(options.server).hostname or ""
        self._session = Session(options.server, options.deadlines.connect, options.deadlines.read)
        self._client = tweepy.Client(
            consumer_key=self._secrets[0],
            consumer_secret=self._secrets[1],
            access_token=self._secrets[2],
            access_token_secret=self._secrets[3],
            return_type=dict,
        )
        self._client.session = self._session
        self._signature = tweepy.OAuth1UserHandler(*self._secrets).apply_auth()

    def upload(self, photo: Photo) -> Upload | NotSent:
        """Takes an image to X, described; what went wrong is returned, not raised."""
        try:
            return self._upload(photo)
        except (tweepy.TweepyException, requests.RequestException) as error:
            return not_uploaded(outcome(error, self._secrets))
        except Unreadable:
            return not_uploaded(unreadable())

    def look_after(self, upload: Upload) -> Upload | NotSent:
        """An image that X was still working on, as it stands now; what went wrong is returned, not raised."""
        params = {"command": "STATUS", "media_id": upload.number}
        try:
            answer = self._client.request("GET", "/2/media/upload", params=params, user_auth=True).json()
            return _uploaded(answer)
        except (tweepy.TweepyException, requests.RequestException) as error:
            return not_uploaded(outcome(error, self._secrets))
        except Unreadable:
            return not_uploaded(unreadable())

    def publish(self, text: str, media: Sequence[str], poll: Ballot | None = None) -> Sent | NotSent:
        """Posts `text` with images that X holds, or a poll; what went wrong is returned, not raised."""
        options, minutes = (list(poll.options), poll.minutes) if poll is not None else (None, None)
        try:
            answer = self._client.create_tweet(
                text=text,
                media_ids=list(media) or None,
                poll_options=options,
                poll_duration_minutes=minutes,
                user_auth=True,
            )
            number = _number(answer)
        except (tweepy.TweepyException, requests.RequestException) as error:
            return outcome(error, self._secrets)
        except Unreadable:
            return unreadable()
        return Sent(number, _address(number))

    def read(self, number: str) -> dict[str, Any] | NotSent:
        """A post with its figures and its poll, as X tells them; what went wrong is returned, not raised."""
        try:
            answer = self._client.get_tweet(
                number,
                tweet_fields=["public_metrics"],
                expansions=["attachments.poll_ids"],
                poll_fields=["options", "voting_status"],
                user_auth=True,
            )
        except (tweepy.TweepyException, requests.RequestException) as error:
            return not_counted(error, self._secrets)
        if is_gone(answer):
            return Rejected("X ya no tiene esa publicación.", code="404")
        return dict(answer)

    def look(self) -> Look | NotSent:
        """Whose account it is, and what the answer's headers tell; what went wrong is returned, not raised."""
        try:
            response = self._client.request("GET", "/2/users/me", user_auth=True)
            data = response.json()["data"]
            return Look(str(data["username"]), {name.lower(): value for name, value in response.headers.items()})
        except (tweepy.TweepyException, requests.RequestException) as error:
            return outcome(error, self._secrets)
        except (LookupError, TypeError):
            return unreadable()

    def find(self, text: str, since: datetime) -> Sent | NotSent | None:
        """The user's post of `text` since then, or None; what went wrong is returned, not raised."""
        start = (since.astimezone(UTC) - CLOCKS_DIFFER).strftime("%Y-%m-%dT%H:%M:%SZ")
        page: str | None = None
        try:
            user = self._user()
            for _ in range(MOST_PAGES):
                answer = self._client.get_users_tweets(
                    user, start_time=start, max_results=100, pagination_token=page, tweet_fields=FIELDS, user_auth=True
                )
                for number, written in posts(answer):
                    if same(written, text):
                        return Sent(number, _address(number))
                page = next_page(answer)
                if page is None:
                    return None
        except (tweepy.TweepyException, requests.RequestException) as error:
            return not_read(error, self._secrets)
        except (Unreadable, NoTimeline):
            return unreadable()
        return Uncertain("La cuenta de X publicó demasiado desde entonces para buscar allí el mensaje.", code="muchas")

    def _user(self) -> str:
        """The number of the user whose account it is; most tokens begin with it. Raises Unreadable."""
        user, _, rest = self._secrets[2].partition("-")
        return user if user.isdecimal() and rest else _number(self._client.get_me(user_auth=True))

    def delete(self, number: str) -> NotSent | None:
        """Deletes a post of the user; None: it is gone. What went wrong is returned, not raised."""
        try:
            self._client.delete_tweet(number, user_auth=True)
        except (tweepy.TweepyException, requests.RequestException) as error:
            return not_deleted(error, self._secrets)
        return None

    def hour(self) -> Hour | None:
        """What X's last answer says of the hour."""
        return hour_of(self._host, self._session.headers_told)

    def close(self) -> None:
        """Breaks off the call under way, and closes the session's connections; from any thread."""
        self._session.close()

    def _upload(self, photo: Photo) -> Upload | NotSent:
        """tweepy has no method for it: its signature and errors are used.

        Raises tweepy.TweepyException, requests.RequestException, Unreadable.
        """
        response = self._session.request(
            "POST",
            "/2/media/upload",
            data={"media_category": "tweet_image", "media_type": photo.mime},
            files={"media": (photo.name, photo.data, photo.mime)},
            auth=self._signature,
        )
        if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
            raise tweepy.HTTPException(response)
        answer = _uploaded(response.json())
        if photo.alt and isinstance(answer, Upload):
            words = {"id": answer.number, "metadata": {"alt_text": {"text": photo.alt}}}
            self._client.request("POST", "/2/media/metadata", json=words, user_auth=True)
        return answer


def _address(number: str) -> str:
    return f"https://x.com/i/web/status/{number}"


def _number(answer: dict[str, Any]) -> str:
    """What X calls the thing that it made. Raises Unreadable."""
    data = answer.get("data")
    number = data.get("id") if isinstance(data, dict) else None
    if not isinstance(number, str) or not number.isdecimal():
        raise Unreadable
    return number


def _uploaded(answer: dict[str, Any]) -> Upload | NotSent:
    """An image as X holds it; `Rejected` where it could make nothing of it. Raises Unreadable."""
    number = _number(answer)
    work = answer["data"].get("processing_info")
    state = work.get("state") if isinstance(work, dict) else "succeeded"
    if state == "failed":
        return Rejected("X no pudo leer una de las imágenes; guárdela otra vez como JPEG o PNG.", code="imagen")
    if state in ("pending", "in_progress"):
        wait = work.get("check_after_secs")
        return Upload(number, False, min(wait, 600) if isinstance(wait, int) and wait > 0 else 5)
    return Upload(number)
