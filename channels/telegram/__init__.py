"""Telegram: persons who started the bot, groups and channels, over the Bot API."""

from channels.telegram.adapter import Telegram
from channels.telegram.options import TelegramOptions

__all__ = ["Telegram", "TelegramOptions"]
