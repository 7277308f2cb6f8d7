"""Telegram: persons who started the bot, groups and channels, over the Bot API."""

from channels.telegram.adapter import Telegram, TelegramOptions

__all__ = ["Telegram", "TelegramOptions"]
