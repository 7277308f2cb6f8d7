"""Which adapter serves which `tipo:`. One line a channel; the adapter's module loads when it is first asked for."""

from functools import cache
from importlib import import_module

from channels.adapter import Adapter, Options, Profile
from channels.capabilities import Intake, TakesNews, Varies
from channels.silence import silence_libraries

ADAPTERS: dict[str, str] = {
    "email": "channels.email:Email",
    "telegram": "channels.telegram:Telegram",
    "x": "channels.x:X",
    "web": "channels.web:Web",
    "manual": "channels.manual:Manual",
    "facebook": "channels.facebook:Facebook",
    "instagram": "channels.instagram:Instagram",
    "whatsapp": "channels.whatsapp:WhatsApp",
    "sms": "channels.sms:Sms",
    "webhook": "channels.webhook:Webhook",
    "wordpress": "channels.wordpress:WordPress",
}


@cache
def adapter(kind: str) -> type[Adapter]:
    """The adapter class for a `tipo:`, its libraries silenced. Raises KeyError where there is none."""
    module, name = ADAPTERS[kind].split(":")
    silence_libraries()
    found: type[Adapter] = getattr(import_module(module), name)
    return found


def profile(kind: str, options: Options) -> Profile:
    """What an account of this `tipo:` with these options is and can do. Raises KeyError where there is no such kind."""
    found = adapter(kind)
    return found.profile_for(options) if isinstance(found, Varies) else found.profile


def intake(kind: str, options: Options, target: str) -> Intake:
    """How the news of an account of this `tipo:` comes in; `target` is empty where it writes to persons.

    Raises KeyError where there is no such kind.
    """
    found = adapter(kind)
    return found.intake(options, target) if issubclass(found, TakesNews) else Intake.NONE
