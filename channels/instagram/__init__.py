"""Instagram: posts of a professional account, over the Graph API."""

from channels.instagram.adapter import Instagram
from channels.instagram.options import InstagramOptions

__all__ = ["Instagram", "InstagramOptions"]
