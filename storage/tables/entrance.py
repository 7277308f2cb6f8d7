"""Who comes into the panel: users, their sessions, the links that let them in, and attempts that failed."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from storage.columns import Identity, Instant
from storage.tables.base import metadata, number, tenant_column

user = Table(
    "user",
    metadata,
    number(),
    tenant_column(),
    # The slug of a person or a contributor of `municipio.yaml`: name and mail are read there.
    Column("person", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    # Argon2id; null: comes in by a link alone.
    Column("password_hash", Text),
    # Sealed with a key from `var/claves`; null: no second factor.
    Column("totp_secret", Text),
    # The last step of thirty seconds whose code was taken: none is taken twice (RFC 6238 §5.2).
    Column("totp_step", Integer),
    Column("created_at", Instant, nullable=False),
    # Comes in no more; what the person did keeps its name.
    Column("disabled_at", Instant),
    UniqueConstraint("tenant", "person"),
)

session = Table(
    "session",
    metadata,
    # SHA-256 of what the cookie says: whoever reads the database comes in nowhere.
    Column("token_hash", String(64), primary_key=True),
    Column("user", Identity, ForeignKey("user.id"), nullable=False),
    # What the browser says of itself: its owner tells one session from another by it.
    Column("browser", String(200), nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

user_link = Table(
    "user_link",
    metadata,
    number(),
    tenant_column(),
    # Null: the one that makes the first user.
    Column("user", Identity, ForeignKey("user.id")),
    Column("purpose", String(12), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    UniqueConstraint("token_hash"),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    # HMAC of whose name, or of which network: neither stands here in clear.
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Instant, nullable=False),
)
