"""Every verb: its words, what its help says, and which function does it (loaded only when it runs)."""

from collections.abc import Mapping
from pathlib import Path

import click

from verbs.database_verbs import DATABASE
from verbs.list_verbs import LISTS
from verbs.office import OFFICE
from verbs.options import (
    CAMPAIGN,
    DECIDED,
    FILE,
    FOLDER,
    KEY,
    LISTEN,
    NUMBER,
    PASSWORD,
    PIECE,
    ROLE,
    SINCE,
    STATE,
    THERE,
    UNTIL,
    Day,
    argument,
    flag,
    option,
)
from verbs.personal import PERSONAL
from verbs.task_verbs import TASKS
from verbs.verb import Verb

GROUPS: Mapping[str, str] = {
    "contacts": "Las personas a quienes se escribe.",
    "db": "La base de datos.",
}

VERBS: tuple[Verb, ...] = (
    Verb(
        "init",
        "verbs.beginning:init",
        "Crea la carpeta de un municipio nuevo, lista para usar.",
        (
            argument("directory", "CARPETA", "La carpeta nueva.", type=FOLDER),
            option("--from", "package", type=FOLDER, metavar="EMPALME", help="Con lo que dejó otra administración."),
            PASSWORD,
        ),
        json=False,
        tenant=False,
        configured=False,
    ),
    Verb(
        "check",
        "verbs.configuration:check",
        "Revisa la configuración y dice todo lo que está mal: dónde, qué y cómo se arregla.",
        tenant=False,
    ),
    Verb(
        "plan",
        "verbs.calendar:plan",
        "Muestra qué sale entre dos fechas, cuándo, por dónde, para cuántos y qué lo decide.",
        (SINCE, UNTIL),
    ),
    Verb(
        "audiences",
        "verbs.audiences:audiences",
        "Cada público: quiénes son, cuántas personas, por dónde les llega, y quién queda por fuera y por qué.",
    ),
    Verb(
        "preview",
        "verbs.calendar:preview",
        "Muestra los mensajes de una campaña tal como saldrían.",
        (
            CAMPAIGN,
            option("--message", metavar="MENSAJE", help="Solo este mensaje."),
            option("--channel", metavar="CANAL", help="Solo por este canal de canales.yaml."),
            option("--to", "address", metavar="DIRECCIÓN", help="Envía además una prueba a quien lo revisa."),
        ),
    ),
    Verb(
        "piece",
        "verbs.drawing:piece",
        "Dibuja las piezas de una campaña: tarjetas, afiches, volantes, guiones y comunicados.",
        (
            CAMPAIGN,
            option("--message", metavar="MENSAJE", help="Solo este mensaje."),
            option("--kind", type=PIECE, metavar="CLASE", help=f"Solo esta clase: {PIECE.told}."),
            option(
                "--out", type=FOLDER, metavar="CARPETA", help="Las guarda aquí; si no, en var/municipios/…/piezas/."
            ),
        ),
    ),
    Verb(
        "run",
        "verbs.running:run",
        "Pone a andar el pregonero: envía lo que diga el calendario hasta que se detenga con Ctrl-C.",
        (flag("--no-panel", help="Sin panel."), LISTEN),
        json=False,
        tenant=False,
    ),
    Verb(
        "panel",
        "verbs.window:panel",
        "Atiende el panel solo, sin enviar nada: cómo va, para navegadores y monitores. Se detiene con Ctrl-C.",
        (LISTEN,),
        json=False,
        tenant=False,
    ),
    Verb(
        "access",
        "verbs.admitting:access",
        "Hace un enlace, de una vez, con el que una persona escoge su clave y entra al panel.",
        (
            argument("who", "PERSONA", "Su clave en municipio.yaml, o su correo."),
            option(
                "--role",
                type=ROLE,
                metavar="ROL",
                help=f"Con qué rol, si todavía no es usuario: {ROLE.told}. Sin decirlo, administrator.",
            ),
            flag("--forget-second-step", help="Le quita además el segundo paso: perdió el teléfono."),
        ),
    ),
    Verb(
        "simulate",
        "verbs.rehearsing:simulate",
        "Recorre el plan entre dos fechas en un reloj virtual, sin enviar nada, y muestra lo que saldría.",
        (
            SINCE,
            UNTIL,
            option(
                "--out",
                type=FOLDER,
                metavar="CARPETA",
                help="Guarda aquí la base, los mensajes, el sitio web y las piezas.",
            ),
        ),
    ),
    Verb(
        "status",
        "verbs.standing:status",
        "Cómo va todo: si el pregonero está en marcha, qué está atrasado y qué espera a una persona.",
        (
            option("--campaign", metavar="CAMPAÑA", help="Muestra solo cómo va saliendo esta campaña."),
            flag("--follow", help="Muestra cómo va saliendo, hasta que termine."),
        ),
    ),
    *OFFICE,
    Verb(
        "deliveries",
        "verbs.results:deliveries",
        "Quién recibió qué: cada entrega con su estado.",
        (
            option("--campaign", metavar="CAMPAÑA", help="Solo las de esta campaña."),
            option("--state", type=STATE, metavar="ESTADO", help=f"Solo las que están así: {STATE.told}."),
        ),
    ),
    Verb("retry", "verbs.results:retry", "Intenta otra vez lo que falló, y solo eso.", (KEY,), acts=True),
    Verb(
        "settle",
        "verbs.results:settle",
        "Dice qué fue de una entrega dudosa: sent (sí salió), failed (no salió) o pending (enviarla otra vez).",
        (
            NUMBER,
            argument("state", "ESTADO", "sent, failed o pending.", type=DECIDED),
        ),
        acts=True,
    ),
    Verb(
        "verify",
        "verbs.verifying:verify",
        "Dice si un archivo es el informe que se publicó, cuándo y por dónde.",
        (argument("files", "ARCHIVO…", "El archivo, o varios.", type=THERE, nargs=-1, required=True),),
    ),
    *TASKS,
    Verb(
        "report",
        "verbs.reporting:report",
        "Los indicadores contra su línea base y su meta, o las filas que hay detrás de una cifra.",
        (
            option(
                "--period",
                metavar="PERIODO",
                help="2027-W03, 2027-01, 2027-B1, 2027-S1, 2027 o 2027-01-05..2027-03-20; sin ella, este mes.",
            ),
            option(
                "--format",
                "form",
                type=click.Choice(["table", "json", "csv", "html", "pdf", "xlsx"]),
                default="table",
                show_default=True,
                metavar="FORMA",
                help="table, json, csv, html, pdf o xlsx (libro de Excel, con --out).",
            ),
            option(
                "--out",
                type=FILE,
                metavar="ARCHIVO",
                help="Lo escribe en este archivo; enero.pdf sale en PDF.",
            ),
            option("--why", metavar="CLAVE", help="Muestra las filas que hay detrás de un indicador o una acción."),
        ),
    ),
    Verb(
        "archive",
        "verbs.archiving:archive",
        "Todo lo que se publicó, tal como salió: quién lo redactó y lo aprobó, cuándo, por dónde y a cuántos llegó.",
        (
            argument("words", "[PALABRAS]…", "Tienen que estar todas, con o sin tildes y mayúsculas.", nargs=-1),
            option("--from", "since", type=Day(), metavar="FECHA", help="Desde este día, como 2027-01-01."),
            option("--to", "until", type=Day(), metavar="FECHA", help="Hasta este día, que también cuenta."),
            option("--campaign", metavar="CAMPAÑA", help="Solo lo de esta campaña."),
            option("--channel", metavar="CANAL", help="Solo lo de este canal de canales.yaml."),
            option("--action", metavar="CLAVE", help="Solo lo que cumple esta acción del plan, como SE-7."),
            option("--medium", metavar="MEDIO", help="Solo lo de este medio, como lo llama el informe."),
            option(
                "--format",
                "form",
                type=click.Choice(["table", "json", "csv", "xlsx"]),
                default="table",
                show_default=True,
                metavar="FORMA",
                help="table (sin los textos), json, csv o xlsx (con --out).",
            ),
            option("--out", type=FILE, metavar="ARCHIVO", help="Lo escribe en este archivo."),
        ),
    ),
    Verb(
        "site",
        "verbs.publishing:site",
        "Pone al día el sitio web: páginas, calendario, banner y suscripciones. En marcha, el pregonero lo hace solo.",
        (option("--out", type=FOLDER, metavar="CARPETA", help="En esta carpeta, y no en la que publica el servidor."),),
    ),
    *PERSONAL,
    *LISTS,
    Verb(
        "bounce",
        "verbs.returning:bounce",
        "Lee de la entrada estándar un correo que volvió. Lo llama el servidor de correo, no las personas.",
        (option("--account", metavar="CUENTA", help="La cuenta de correo; sin ella, la que diga el mensaje."),),
        json=False,
    ),
    Verb(
        "doctor",
        "verbs.checkup:doctor",
        "Revisa las cuentas reales y el disco, y dice qué hacer; no envía nada.",
        (
            option(
                "--account", metavar="CUENTA", help="Solo esta, también si está en pruebas: antes de pasarla a real."
            ),
        ),
    ),
    *DATABASE,
)


def schema_file(verb: Verb) -> Path:
    """Where the schema of a verb's JSON is published, under `docs/`."""
    return Path("esquemas", "verbos", f"{verb.name.replace(' ', '-')}.json")
