"""E-mail over SMTP: one message for each person, through the municipality's own relay."""

from channels.email.options import EmailOptions
from channels.email.smtp import Email

__all__ = ["Email", "EmailOptions"]
