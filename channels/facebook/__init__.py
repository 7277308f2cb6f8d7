"""Facebook: posts on the municipality's page, over the Graph API."""

from channels.facebook.adapter import Facebook
from channels.facebook.options import FacebookOptions

__all__ = ["Facebook", "FacebookOptions"]
