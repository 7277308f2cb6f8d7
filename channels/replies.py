"""What staff write under `respuestas` of an account that persons write to."""

from collections.abc import Mapping

from pydantic import Field

from channels.adapter import Options
from channels.news import Reply


class Replies(Options):
    """The words with which each answer begins. How to stop, and where the office is found, follows by itself."""

    greeting: str = Field("", max_length=1000, alias="inicio")
    farewell: str = Field("", max_length=1000, alias="parar")
    help: str = Field("", max_length=1000, alias="ayuda")
    brief: str = Field("", max_length=1000, alias="otro")

    @property
    def written(self) -> Mapping[Reply, str]:
        """What staff have written, by answer; what they left out is not there."""
        its = {Reply.GREETING: self.greeting, Reply.FAREWELL: self.farewell, Reply.HELP: self.help}
        return {reply: text for reply, text in (its | {Reply.BRIEF: self.brief}).items() if text}
