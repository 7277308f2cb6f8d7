"""What each row of the audit says, in plain Spanish: what was done, to what, from what to what, and what was noted."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from pwd import getpwnam
from typing import Any, NamedTuple

from audience.dossier_words import VALUES
from campaigns.tenant import Tenant
from delivery.keys import BadKey, parse_key
from delivery.office.office import STATE_NAMES
from delivery.publications.votes import name_of
from panel.entrance.roles import ROLE_NAMES
from panel.office.account_names import account_name
from panel.office.spoken import counted

Detail = Mapping[str, Any]
VERBS: Mapping[str, str] = {
    "approved": "Aprobó",
    "rejected": "No aprobó",
    "send": "Envió a mano",
    "send_missed": "Envió después de su hora",
    "send_test": "Mandó una prueba de",
    "correct": "Mandó una corrección de",
    "withdraw": "Mandó retirar",
    "pause": "Puso en pausa",
    "resume": "Dejó que siguiera",
    "cancel": "Canceló",
    "release": "Soltó sin esperar más",
    "release_after_restore": "Soltó lo que esperaba tras recuperar una copia",
    "retry": "Mandó intentar otra vez",
    "settle": "Dijo qué pasó con un envío dudoso de",
    "survey": "Anotó o cambió datos de la encuesta de",
    "publish_report": "Guardó el informe que publica",
    "identity_changed": "Salió con otro pie o remitente que el aprobado",
    "alert": "Ordenó repetir una alerta",
    "lift_alert": "Levantó una alerta",
    "suspend": "Suspendió los mensajes de clase",
    "lift_suspend": "Reabrió los mensajes de clase",
    "receive_submission": "Hizo",
    "take_over_submission": "Se encargó de",
    "answer_submission": "Respondió",
    "reject_submission": "No aceptó",
    "accept_submission": "Aceptó",
    "take_back_submission": "Retiró del sitio",
    "publish_submission": "Publicó",
    "withdraw_submission": "Desistió de",
    "edit_campaign": "Escribió la campaña",
    "export_unreached": "Sacó la lista de quienes no recibieron",
    "work_order_taken": "Tomó",
    "work_order_evidence": "Agregó evidencia a",
    "work_order_to_do": "Dejó por hacer",
    "work_order_handed_over": "Entregó a quien la hace",
    "work_order_done": "Confirmó",
    "work_order_not_done": "Dijo que no se hizo",
    "work_order_postponed": "Aplazó",
    "work_order_counted": "Contó",
    "work_order_cancelled": "Dio por cancelada",
    "work_order_recounted": "Corrigió la cantidad de",
    "checklist_ticked": "Marcó como listos puntos de",
    "checklist_left": "Desmarcó puntos de",
    "duty_received": "Recibió la entrega de",
    "duty_returned": "Devolvió la entrega de",
    "duty_escalated": "Avisó más arriba del atraso de",
    "extension_asked": "Pidió más plazo para",
    "extension_granted": "Dio más plazo para",
    "record": "Anotó una cifra de",
    "close": "Cerró las cifras de",
    "contacts_import": "Importó una lista",
    "contacts_undo": "Deshizo una importación",
    "exclude": "Cargó un registro de exclusión",
    "suppress": "Dejó de escribirle a",
    "readmit": "Volvió a escribirle a",
    "grant_consent": "Anotó el consentimiento de",
    "revoke_consent": "Anotó que retiró su consentimiento",
    "change_topics": "Cambió los temas de",
    "correct_person": "Corrigió los datos de",
    "see_person": "Vio los datos de",
    "export_person": "Sacó los datos de",
    "erase_person": "Borró los datos de",
    "carry_words": "Trajo lo que la gente dijo después de la copia",
    "purge": "Borró lo que ya no se puede guardar",
    "handover": "Hizo el paquete de empalme",
    "receive": "Recibió un paquete de empalme",
    "sign_in": "Entró al panel",
    "sign_out": "Cerró sesiones del panel",
    "choose_password": "Escogió una clave",
    "add_second_factor": "Activó el segundo paso",
    "remove_second_factor": "Quitó el segundo paso de",
    "add_user": "Invitó al panel a",
    "give_link": "Hizo un enlace de entrada para",
    "change_role": "Cambió el rol de",
    "shut_out": "No deja entrar más a",
    "let_in": "Dejó entrar otra vez a",
}
"""By the audit's verb; its order is that of a list to choose from."""
PERSONAL = frozenset(
    {
        *("suppress", "readmit", "grant_consent", "revoke_consent", "change_topics", "correct_person"),
        *("see_person", "export_person", "erase_person"),
    }
)
"""Verbs of which a row is about somebody of the public: not everybody may know of whom, nor why."""
OWN = frozenset({"sign_in", "sign_out", "purge", "carry_words", "release_after_restore"})
"""Of which the subject is whoever acted, or the municipality."""
OF_USERS = frozenset({"add_user", "give_link", "change_role", "shut_out", "let_in", "remove_second_factor"})
"""Of which the subject is somebody of the staff."""
PROGRAMS: Mapping[str, str] = {
    "pregonero": "El pregonero, solo",
    "el pregonero": "El pregonero, solo",
    "cierra": "El pregonero, al cambiar el archivo",
    "conservación": "El pregonero, al vencer los plazos",
    "recuperación": "El pregonero, al recuperar una copia",
    "simulación": "La simulación",
    "buzón": "El buzón de entregas",
    "la página": "Alguien, en la página pública",
    "la persona misma": "La persona misma, con su enlace",
}
"""Actors that are no staff."""
DELIVERY, PUBLICATION, TASK = "delivery", "publication", "work_order"
"""How the audit begins the names of these, which have a number."""
REQUEST = "_submission"
"""How it ends the verbs of requests, whose names are numbers."""
HIDDEN = "(dato de una persona)"
FIELDS: Mapping[str, str] = {
    "note": "Nota",
    "reason": "Razón",
    "text": "Texto",
    "emergency": "Emergencia",
    "proof": "Prueba",
    "until": "Hasta",
    "done": "Cantidad",
    "number": "Número",
    "batch": "Importación",
    "rows": "Líneas",
    "files": "Archivos",
    "approver": "Por",
    "class": "Clase",
}
"""What of a row's detail is told beside it, under which word; the file has all of it."""
_TURNS = (("from", "to"), ("before", "after"), ("before", "done"), ("before", "votes"))
"""Pairs of fields that tell from what to what."""
_STATES: Mapping[str, str] = {
    **{role.value: name for role, name in ROLE_NAMES.items()},
    **STATE_NAMES,
    **VALUES["state"],
}
BY: Mapping[str, str] = {
    "panel": "por el panel",
    "enlace firmado": "por el enlace de su correo",
    "password": "con su clave",
    "link": "con un enlace",
    "directory": "con su cuenta institucional",
}
"""Ways by which something came."""


class Told(NamedTuple):
    """One row in words."""

    what: str
    subject: str
    turn: str
    """«de en pausa a en curso»; empty: the row tells of none."""
    notes: tuple[tuple[str, str], ...]
    """Word and text."""


def tell(tenant: Tenant, verb: str, subject: str, detail: Detail, moment: Callable[[datetime], str]) -> Told:
    """In words. `moment`: how a moment is written."""
    what = VERBS.get(verb, verb)
    if verb == "resume" and detail.get("lanes"):
        what = "Puso a andar otra vez la cuenta"
    if verb in ("retry", "send_missed") and "count" in detail:
        what = f"{what} ({counted(int(detail['count']), 'envío', 'envíos')})"
    way = BY.get(str(detail.get("by", "")), "")
    notes = [(word, _value(tenant, name, detail[name], moment)) for name, word in FIELDS.items() if _says(detail, name)]
    if verb == "purge":
        notes += [(name, str(count)) for name, count in detail.items() if count]
    turn = _turn(detail, moment)
    if turn:
        notes = [each for each in notes if each[0] != FIELDS["done"]]
    about = _subject(tenant, verb, subject)
    if not about:
        what = what.removesuffix(" de")
    return Told(f"{what} {way}" if way else what, about, turn, tuple(notes))


def called(verb: str) -> str:
    """What is done, without to whom: «Corrigió la cantidad»."""
    return VERBS.get(verb, verb).removesuffix(" de").removesuffix(" a").removesuffix(" para")


def namesakes(actor: str) -> tuple[str, ...]:
    """Every actor that is read by the same name as this one, it among them: the program has two."""
    same = tuple(each for each, name in PROGRAMS.items() if name == PROGRAMS.get(actor))
    return same or (actor,)


def who(tenant: Tenant, actor: str) -> str:
    """The name of whoever acted."""
    if actor in PROGRAMS:
        return PROGRAMS[actor]
    contributor = tenant.municipality.contributors.get(actor)
    if contributor is not None:
        return contributor.name
    name = name_of(tenant, actor)
    return f"Consola del servidor ({actor})" if name == actor and _is_of_machine(actor) else name


@lru_cache(maxsize=256)
def _is_of_machine(name: str) -> bool:
    """Whether it is an account of this machine: a verb of the terminal acts in its name where no person is told."""
    try:
        getpwnam(name)
    except (KeyError, ValueError):
        return False
    return True


def _says(detail: Detail, name: str) -> bool:
    return detail.get(name) not in (None, "", False, [])


def _value(tenant: Tenant, name: str, value: object, moment: Callable[[datetime], str]) -> str:
    if name == "approver":
        return name_of(tenant, str(value))
    return _word(value, moment)


def _word(value: object, moment: Callable[[datetime], str]) -> str:
    """A state, a role or a moment as people call it; anything else as it stands."""
    if isinstance(value, list):
        return ", ".join(_word(each, moment) for each in value)
    text = str(value)
    if text in _STATES:
        return _STATES[text]
    if len(text) > len("2027-01-05T") and text[4:5] == "-" and "T" in text:
        try:
            return moment(datetime.fromisoformat(text))
        except ValueError:
            return text
    return "sí" if value is True else text


def _turn(detail: Detail, moment: Callable[[datetime], str]) -> str:
    for first, last in _TURNS:
        if first in detail and last in detail and detail[first] is not None and not _is_digest(detail[last]):
            return f"de {_word(detail[first], moment)} a {_word(detail[last], moment)}"
    if isinstance(detail.get("from"), str) and detail["from"] in STATE_NAMES:
        return f"estaba {STATE_NAMES[detail['from']]}"
    return f"a {_word(detail['to'], moment)}" if isinstance(detail.get("to"), str) else ""


def _is_digest(value: object) -> bool:
    """Of a file: it tells a person nothing."""
    return isinstance(value, str) and len(value) == 64


def _subject(tenant: Tenant, verb: str, subject: str) -> str:
    if verb in OWN:
        return ""
    if verb in OF_USERS:
        return who(tenant, subject) if subject else ""
    kind, _, number = subject.partition("/")
    if kind == TASK:
        return f"la tarea {number}"
    if verb.endswith(REQUEST):
        return f"la solicitud {subject}"
    if kind in (DELIVERY, PUBLICATION) and number.isdigit():
        return f"{'el envío' if kind == DELIVERY else 'la publicación'} {number}"
    if verb == "record" and subject in tenant.indicators:
        return tenant.indicators[subject].name
    campaign = tenant.campaigns.get(kind)
    if campaign is None or not number:
        return campaign.entry.title if campaign is not None else subject
    try:
        key = parse_key(subject)
    except BadKey:
        return f"«{campaign.entry.title}», {number}"
    if not key.account:
        return f"«{campaign.entry.title}», {number}"
    return f"«{campaign.entry.title}» por {account_name(tenant, key.account)}"
