"""X: posts on the municipality's own account, over the v2 API."""

from channels.x.adapter import X
from channels.x.options import XOptions

__all__ = ["X", "XOptions"]
