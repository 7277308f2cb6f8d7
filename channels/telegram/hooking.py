"""How what people write to a bot comes in, told to whoever keeps the account. Pure."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from channels.capabilities import Finding, Intake, Standing
from channels.message import NotSent

if TYPE_CHECKING:
    from channels.telegram.inbox import Hook

MANY = 100
"""Updates that wait; Telegram drops them after a day."""
LATELY = timedelta(hours=1)


def hook_finding(intake: Intake, hook: "Hook | NotSent", url: str, now: datetime) -> Finding:
    """Whether updates go where the account has them go, and whether they pile up there."""
    if isinstance(hook, NotSent):
        return Finding("intake", Standing.UNKNOWN, hook.reason, "Mire otra vez en unos minutos.")
    if intake is Intake.HOOK:
        return _called(hook, url, now)
    if intake is Intake.NONE:
        said = "Nadie oye lo que le escriben al bot («entrada: no»): quien escriba /stop seguirá recibiendo."
        return Finding("intake", Standing.WARNING, said, "Escriba «entrada: consulta».")
    if hook.url:
        said = f"El bot avisa a {hook.url}, y así no se le puede consultar: nadie oye /stop."
        return Finding("intake", Standing.BAD, said, "Quite ese aviso con deleteWebhook, o escriba «entrada: aviso».")
    return _waiting(hook, "Se le consulta a Telegram")


def _called(hook: "Hook", url: str, now: datetime) -> Finding:
    if not url:
        advice = "Escriba en municipio.yaml «ventanilla», la dirección pública de las páginas del programa."
        return Finding("intake", Standing.BAD, "Telegram no tiene a dónde avisar.", advice)
    if hook.url != url:
        said = f"Telegram avisa a {hook.url or 'ninguna parte'}, y no a {url}."
        return Finding("intake", Standing.BAD, said, "Ponga en marcha el pregonero: al empezar se lo pide a Telegram.")
    if hook.failed_at is not None and now - hook.failed_at < LATELY:
        said = f"Telegram no pudo entregar un aviso en la última hora ({hook.error}); {_pending(hook)}."
        advice = f"Revise que {url} se pueda abrir desde fuera, con un certificado válido, y que el panel atienda."
        return Finding("intake", Standing.WARNING, said, advice)
    return _waiting(hook, f"Telegram avisa a {url}")


def _waiting(hook: "Hook", how: str) -> Finding:
    said = f"{how}; {_pending(hook)}."
    if hook.pending > MANY:
        advice = "Revise que el pregonero esté en marcha: Telegram los guarda un día."
        return Finding("intake", Standing.WARNING, said, advice)
    return Finding("intake", Standing.GOOD, said)


def _pending(hook: "Hook") -> str:
    return "espera 1 mensaje" if hook.pending == 1 else f"esperan {hook.pending} mensajes"
