"""What citizens are asked, their votes on our own page, and what the polls of services came to."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.columns import Identity, Instant
from storage.states import PollState, Voter
from storage.tables.base import metadata, number, one_of, tenant_column

survey = Table(
    "survey",
    metadata,
    number(),
    tenant_column(),
    # One question for all accounts of a message: whoever begins to run first opens it.
    Column("campaign", String(120), nullable=False),
    Column("message", String(120), nullable=False),
    Column("occurrence", String(80), nullable=False),
    # Its name in addresses.
    Column("code", String(20), nullable=False, unique=True),
    # As the first publication froze them; those after it ask the same.
    Column("question", Text, nullable=False),
    Column("options", JSON, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    # Without it nobody can tell whose a vote is, not even with the keys: it is erased at the close.
    Column("salt", String(64)),
    # Why it was called off, in Spanish; empty: it was not.
    Column("cancelled", Text, nullable=False, server_default=""),
    # Since when its campaign is not in the files, while it is open.
    Column("missing_since", Instant),
    UniqueConstraint("tenant", "campaign", "message", "occurrence"),
    Index("ix_survey_closing", "tenant", "closed_at", "closes_at"),
)

vote = Table(
    "vote",
    metadata,
    number(),
    Column("survey", Identity, ForeignKey("survey.id"), nullable=False),
    # HMAC of a token's recipient or of a device, under the keys and the survey's salt: never an address.
    Column("voter", String(64), nullable=False),
    Column("voted_by", String(10), nullable=False),
    # Of the message whose link was followed; empty where anybody may have.
    Column("medium", String(60), nullable=False, server_default=""),
    Column("option", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    # Of a token's vote, the device that gave it: it has no other. Until the close, as the next.
    Column("device", String(64)),
    # Of a device's vote, the HMAC of its network, which has so many.
    Column("network", String(64)),
    UniqueConstraint("survey", "voter"),
    Index("ix_vote_device", "survey", "device"),
    Index("ix_vote_network", "survey", "network"),
    one_of("voted_by", Voter),
)

poll = Table(
    "poll",
    metadata,
    number(),
    Column("survey", Identity, ForeignKey("survey.id"), nullable=False, index=True),
    # The post that bears the service's own poll.
    Column("publication", Identity, ForeignKey("publication.id"), nullable=False, unique=True),
    # The service's own name for the poll. Null: it said none, or its answer was lost.
    Column("remote_id", Text),
    Column("state", String(12), nullable=False),
    # Votes for each option, in the survey's order. Null until they are known.
    Column("votes", JSON(none_as_null=True)),
    Column("voters", Integer),
    Column("counted_at", Instant),
    # Who said it, where the service could not.
    Column("told_by", String(120), nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    one_of("state", PollState),
)
