"""A Bot API server: `python -m tests.servers.bot_api --journal FILE --script FILE`.

Faults besides the shared ones: `flood`, `flood-day`, `flood-ages`, `flood-end-of-time`, `flood-infinite`,
`flood-nan`, `flood-past`, `flood-untimed`, `chat-not-found`, `blocked`,
`no-rights`, `kicked`, `too-long`, `unauthorized`, `conflict`, `migrated`, `server-error`, `too-large`, `not-ok`,
`no-result`, `strange`, `empty-album`, `file-lost`, `poll-closed`, `poll-lost`; of a look: `member`, `left`, `silent`;
of a question for updates: `hooked`.

What people write to the bot stands in the file `updates` beside the script, an update a line.
"""

import json
import sys
import time
from typing import Any, ClassVar

from tests.servers.scripted_http import Handler, serve

Refusal = tuple[int, str, dict[str, float]]
REFUSALS: dict[str, Refusal] = {
    "flood": (429, "Too Many Requests: retry after 7", {"retry_after": 7}),
    "flood-day": (429, "Too Many Requests: retry after 86400", {"retry_after": 86_400}),
    "flood-ages": (429, "Too Many Requests: retry after 1e12", {"retry_after": 1e12}),
    "flood-end-of-time": (429, "Too Many Requests", {"retry_after": 8.63e13}),
    "flood-infinite": (429, "Too Many Requests", {"retry_after": float("inf")}),
    "flood-nan": (429, "Too Many Requests", {"retry_after": float("nan")}),
    "flood-past": (429, "Too Many Requests: retry after -5", {"retry_after": -5}),
    "flood-untimed": (429, "Too Many Requests", {}),
    "chat-not-found": (400, "Bad Request: chat not found", {}),
    "no-rights": (400, "Bad Request: not enough rights to send text messages to the chat", {}),
    "too-long": (400, "Bad Request: message is too long", {}),
    "migrated": (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1001234}),
    "file-lost": (400, "Bad Request: wrong file identifier/HTTP URL specified", {}),
    "poll-closed": (400, "Bad Request: poll has already been closed", {}),
    "poll-lost": (400, "Bad Request: message with poll to stop not found", {}),
    "not-there": (400, "Bad Request: message to delete not found", {}),
    "too-old": (400, "Bad Request: message can't be deleted", {}),
    "blocked": (403, "Forbidden: bot was blocked by the user", {}),
    "kicked": (403, "Forbidden: bot was kicked from the channel chat", {}),
    "unauthorized": (401, "Unauthorized", {}),
    "conflict": (409, "Conflict: terminated by other getUpdates request", {}),
    "hooked": (409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook", {}),
    "too-large": (413, "Request Entity Too Large", {}),
    "server-error": (500, "Internal Server Error", {}),
}
HOOK = "https://ventanilla.municipio.gov.co/avisos/villa-clara/vecinos"
FAILED = {"last_error_date": 1_798_462_800, "last_error_message": "SSL error"}
ODD: dict[str, dict[str, Any]] = {
    "not-ok": {"ok": False},
    "hook-failing": {"ok": True, "result": {"url": HOOK, "pending_update_count": 3, **FAILED}},
    "no-result": {"ok": True},
    "strange": {"ok": True, "result": {"text": "?"}},
    "empty-album": {"ok": True, "result": []},
}
"""Answers with status 200 that say nothing usable."""


PLACES = ("member", "left", "silent")
"""Of the bot in a chat; `silent`: an administrator who may not post."""
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def poll_name(message: int) -> str:
    """What the poll of a message is called: a number of 64 bits."""
    return str(5_312_000_000_000_000_000 + message)


class BotApi(Handler):
    """Takes what a bot sends: texts, photos and albums; knows who it is and what a chat is."""

    last: ClassVar[int] = 100
    askers: ClassVar[int] = 0
    confirmed: ClassVar[int] = 0
    hook: ClassVar[dict[str, Any]] = {}

    def entry(self) -> dict[str, Any]:
        """The method and its fields."""
        _, bot, method = self.path.split("/", 2)
        return {"bot": bot.removeprefix("bot").split(":")[0], "method": method} | self._given()

    def good(self) -> None:
        """Answers with the objects that a client reads."""
        given = self._given()
        result: Any
        match self.path.rsplit("/", 1)[1]:
            case "getUpdates":
                return self._tell_updates(given)
            case "setWebhook":
                BotApi.hook = given
                result = True
            case "getWebhookInfo":
                result = {"url": BotApi.hook.get("url", ""), "pending_update_count": len(self._waiting())}
            case "getMe":
                result = {"id": 42, "is_bot": True, "first_name": "Pregonero", "username": "pregonero_bot"}
            case "getChat":
                result = self._chat(given["chat_id"]) | {"accent_color_id": 0, "max_reaction_count": 1}
            case "sendMediaGroup":
                result = [self._one_of_album(given["chat_id"], each) for each in json.loads(given["media"])]
            case "sendDocument":
                result = self._document(given["chat_id"], given["document"])
            case "sendPoll":
                message = self._message(given["chat_id"])
                number, options = message["message_id"], json.loads(given["options"])
                result = message | {"poll": self._poll(number, options, closed=False)}
            case "stopPoll":
                result = self._poll(int(given["message_id"]), ["Sí", "No"], closed=True)
            case "getChatMember":
                result = self._member("administrator")
            case "sendPhoto":
                result = self._photo(given["chat_id"], given["photo"])
            case "deleteMessage":
                result = True
            case "sendMessage":
                result = self._message(given["chat_id"]) | {"text": given["text"]}
            case _:
                return self.say(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return self.say(200, {"ok": True, "result": result})

    def fault(self, name: str) -> bool:
        """Refuses as Telegram does, or says yes in odd words."""
        if name in PLACES:
            self.say(200, {"ok": True, "result": self._member(name)})
        elif name in ODD:
            self.say(200, ODD[name])
        elif name in REFUSALS:
            code, description, parameters = REFUSALS[name]
            document: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
            self.say(code, document | ({"parameters": parameters} if parameters else {}))
        return name in PLACES or name in ODD or name in REFUSALS

    def _given(self) -> dict[str, Any]:
        """The call's fields, written in either form."""
        if self.headers.get("Content-Type", "").startswith("application/json"):
            document: dict[str, Any] = json.loads(self.body)
            return document
        return dict(self.fields())

    def _tell_updates(self, given: dict[str, Any]) -> None:
        """What is not confirmed, as soon as there is any; who asks last is told, and an earlier one that he was not."""
        until = time.monotonic() + given["timeout"]
        with self.lock:
            BotApi.askers += 1
            mine = BotApi.askers
            BotApi.confirmed = max(BotApi.confirmed, given.get("offset", 0))
        while not (found := self._waiting()) and time.monotonic() < until and mine == BotApi.askers:
            time.sleep(0.02)
        if mine != BotApi.askers:
            self.fault("conflict")
        else:
            self.say(200, {"ok": True, "result": found[: given["limit"]]})

    def _waiting(self) -> list[dict[str, Any]]:
        assert self.script.path is not None
        path = self.script.path.with_name("updates")
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [each for line in lines if (each := json.loads(line)).get("update_id", 0) >= BotApi.confirmed]

    def _message(self, chat: str) -> dict[str, Any]:
        with self.lock:
            BotApi.last += 1
            number = BotApi.last
        return {"message_id": number, "date": 1_800_000_000, "chat": self._chat(chat)}

    def _photo(self, chat: str, given: str) -> dict[str, Any]:
        """A photo's message: one that was uploaded gets a name, and may be sent again by it."""
        message = self._message(chat)
        new = given.startswith(("file:", "attach:"))
        size = {"file_unique_id": "u", "width": 640, "height": 640}
        return message | {"photo": [size | {"file_id": f"held-{message['message_id']}" if new else given}]}

    def _one_of_album(self, chat: str, each: dict[str, Any]) -> dict[str, Any]:
        return (self._document if each["type"] == "document" else self._photo)(chat, each["media"])

    def _document(self, chat: str, given: str) -> dict[str, Any]:
        """A document's message, as a photo's."""
        message = self._message(chat)
        new = given.startswith(("file:", "attach:"))
        name = f"document-{message['message_id']}" if new else given
        return message | {"document": {"file_unique_id": "u", "file_id": name}}

    def _poll(self, message: int, options: list[Any], *, closed: bool) -> dict[str, Any]:
        """The poll of a message, which is called otherwise; one that is closed has its votes."""
        texts = [each["text"] if isinstance(each, dict) else each for each in options]
        votes = [
            {"persistent_id": str(place), "text": text, "voter_count": 7 - place if closed else 0}
            for place, text in enumerate(texts)
        ]
        return {
            "id": poll_name(message),
            "question": "¿?",
            "options": votes,
            "total_voter_count": 13 if closed else 0,
            "is_closed": closed,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }

    def _member(self, status: str) -> dict[str, Any]:
        """The bot's place in a chat."""
        user = {"id": 42, "is_bot": True, "first_name": "Pregonero", "username": "pregonero_bot"}
        rights = dict.fromkeys(RIGHTS, True) | {"can_post_messages": status != "silent"}
        place = "administrator" if status == "silent" else status
        return {"user": user, "status": place} | (rights if place == "administrator" else {})

    def _chat(self, chat: str) -> dict[str, Any]:
        if chat.startswith("@"):
            return {"id": -1009999, "type": "channel", "title": "Canal", "username": chat[1:]}
        if chat.startswith("-"):
            return {"id": int(chat), "type": "supergroup", "title": "Grupo"}
        return {"id": int(chat), "type": "private", "first_name": "Ana", "username": "ana"}


if __name__ == "__main__":
    serve(BotApi, sys.argv[1:])
