"""What a publication says: frozen when it begins to run, and finished for each recipient."""

from campaigns.content.freezing import freeze, public_link
from campaigns.content.frozen import Content, FrozenFile
from campaigns.content.renderer import Rendered, Renderer

__all__ = ["Content", "FrozenFile", "Rendered", "Renderer", "freeze", "public_link"]
