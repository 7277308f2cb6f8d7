"""A site on WordPress, over its REST API."""

from channels.wordpress.adapter import WordPress
from channels.wordpress.options import WordPressOptions

__all__ = ["WordPress", "WordPressOptions"]
