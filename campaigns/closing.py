"""`cierre`: after how many days the figures of a period that is over stand."""

from pydantic import Field

from campaigns.entry import Entry


class Closing(Entry):
    """When periods close by themselves."""

    days: int = Field(default=10, alias="dias", ge=0, le=366)
    """After a period's last day: time for mail to come back and for people to note their figures."""
