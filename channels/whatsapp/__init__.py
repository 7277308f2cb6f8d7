"""WhatsApp: approved templates to persons who agreed to it, over Meta's Cloud API."""

from channels.whatsapp.adapter import WhatsApp
from channels.whatsapp.options import WhatsAppOptions

__all__ = ["WhatsApp", "WhatsAppOptions"]
