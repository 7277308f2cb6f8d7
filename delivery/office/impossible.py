"""Why a publication cannot be paused, resumed or cancelled in the state in which it stands, and what can be done."""

from collections.abc import Mapping

from storage.states import PublicationState as State

_OVER = "ya terminó de salir: no queda nada por {}."
_PAUSE: Mapping[State, str] = {
    State.PAUSED: "ya está en pausa. Con «pregonero resume {key}» sigue.",
    State.MISSED: "no salió a su hora: no hay nada que detener. Si no debe salir, «pregonero cancel {key}».",
    State.DONE: _OVER.format("detener"),
    State.DONE_WITH_ERRORS: _OVER.format("detener"),
    State.CANCELLED: "está cancelada: no sale, y no hay nada que detener.",
}
_RESUME: Mapping[State, str] = {
    State.PLANNED: "no está en pausa: sale a su hora, que muestra «pregonero plan».",
    State.WAITING: "no está en pausa: espera lo que le falta para salir, que muestra «pregonero plan».",
    State.AWAITING_APPROVAL: "no está en pausa: espera la aprobación, que se da con «pregonero approve {key}».",
    State.RUNNING: "no está en pausa: está en curso.",
    State.MISSED: "no está en pausa: no salió a su hora. Si todavía sirve, «pregonero send --missed {key}».",
    State.DONE: "no está en pausa: ya terminó de salir.",
    State.DONE_WITH_ERRORS: "no está en pausa: ya terminó. Lo que falló se intenta con «pregonero retry {key}».",
    State.CANCELLED: "está cancelada, y eso no se deshace. Si debe salir, ponga «repetir: 2» en el mensaje; el que se "
    "repite sale la próxima vez.",
}
_CANCEL: Mapping[State, str] = {
    State.DONE: _OVER.format("cancelar"),
    State.DONE_WITH_ERRORS: _OVER.format("cancelar"),
    State.CANCELLED: "ya está cancelada.",
}
_WHY: Mapping[State, Mapping[State, str]] = {
    State.PAUSED: _PAUSE,
    State.RUNNING: _RESUME,
    State.CANCELLED: _CANCEL,
}


def why_not(key: str, state: State, to: State) -> str:
    """A sentence on a publication that a person wanted to bring to stand in `to`."""
    return f"«{key}» {_WHY[to][state].format(key=key)}"
