"""The verbs on people: what they have said, and what the law lets them ask for."""

import click

from verbs.options import FILE, LAST_NUMBER, THERE, Day, Whole, argument, flag, option
from verbs.verb import Verb

OPTIONAL = ["gestion", "servicio"]
"""The classes of messages that a person may refuse: a test holds them to `campaigns.content.mailing`."""
ADDRESS = argument(
    "address", "DIRECCIÓN", "Un correo, un teléfono o un chat de Telegram; de quien no tiene, «Nombre | dónde vive»."
)
PERSON_NUMBER = option(
    "--person",
    "number",
    type=Whole(1, LAST_NUMBER),
    metavar="NÚMERO",
    help="Cuál, si la dirección es de varias personas: el verbo las nombra con su número.",
)
IMPORT = Verb(
    "contacts import",
    "verbs.people:import_",
    "Trae personas de una lista en CSV o Excel, y dice renglón por renglón lo que no se tomó.",
    (
        argument("file", "ARCHIVO", "La lista, en CSV o en un libro de Excel (.xlsx).", type=THERE),
        flag("--dry-run", help="Dice lo que cambiaría, sin guardar."),
        option(
            "--list",
            "name",
            metavar="LISTA",
            help="Es esta de «listas» en municipio.yaml, y reemplaza a la anterior: quien no está en ella, sale.",
        ),
        flag(
            "--without-address",
            "homes",
            help="Toma también a quien no tiene correo, telegram ni telefono, si tiene nombre y direccion, vereda o "
            "barrio: a esas personas se las visita.",
        ),
        option(
            "--basis",
            type=click.Choice(["consentimiento", "funcion-legal", "contrato"]),
            metavar="BASE",
            help="Por qué se les puede escribir a todos los de la lista: consentimiento, funcion-legal o contrato.",
        ),
        option(
            "--proof",
            default="",
            metavar="TEXTO",
            help="Con qué se prueba, como «Planillas firmadas, feria de 2026-05». Va con --basis.",
        ),
        option(
            "--purpose",
            default="gestion",
            show_default=True,
            metavar="FINALIDAD",
            help="Para qué: gestion, o tema: y un tema de «temas», como tema:noticias. Va con --basis.",
        ),
    ),
    acts=True,
)
PERSONAL: tuple[Verb, ...] = (
    IMPORT,
    Verb(
        "contacts consent",
        "verbs.consenting:consent",
        "Muestra qué ha consentido quien tiene una dirección, y con qué se prueba: cuándo, dónde y con qué texto.",
        (ADDRESS,),
    ),
    Verb(
        "contacts grant",
        "verbs.consenting:grant_",
        "Anota que una persona da su consentimiento para los mensajes de gestion, también después de retirarlo.",
        (
            ADDRESS,
            option(
                "--proof",
                required=True,
                metavar="TEXTO",
                help="Con qué se prueba: el formulario que firmó, o la carta.",
            ),
        ),
        acts=True,
    ),
    Verb(
        "contacts revoke",
        "verbs.consenting:revoke_",
        "Anota que una persona retira su consentimiento: no recibe más lo que lo necesita, ni la devuelve una lista.",
        (
            ADDRESS,
            option("--reason", required=True, metavar="TEXTO", help="Cómo lo pidió, como «Por teléfono, 10 de mayo»."),
            option("--purpose", default="", metavar="FINALIDAD", help="Solo de esta finalidad; sin ella, de todas."),
        ),
        acts=True,
    ),
    Verb(
        "contacts suppress",
        "verbs.suppressing:suppress_",
        "Anota que una persona no quiere recibir más: por teléfono, en la ventanilla, por carta.",
        (
            ADDRESS,
            option("--reason", required=True, metavar="TEXTO", help="Cómo lo pidió, como «Por teléfono, 10 de mayo»."),
            option(
                "--class",
                "class_",
                type=click.Choice(OPTIONAL),
                metavar="CLASE",
                help="Solo los mensajes de esta clase: servicio o gestion; sin ella, ninguno.",
            ),
        ),
        acts=True,
    ),
    Verb(
        "contacts readmit",
        "verbs.suppressing:readmit_",
        "Vuelve a escribirle a quien lo pide, o a una dirección que se retiró por error o que ya sirve.",
        (
            ADDRESS,
            option("--reason", required=True, metavar="TEXTO", help="Cómo lo pidió, o qué se arregló."),
        ),
        acts=True,
    ),
    Verb(
        "contacts suppressed",
        "verbs.suppressing:suppressed_",
        "Muestra a quiénes no se les escribe, por qué y desde cuándo.",
        (option("--reason", metavar="MOTIVO", help="Solo los de este motivo: baja, rebote, queja, gone, publicidad."),),
    ),
    Verb(
        "contacts export",
        "verbs.rights:export",
        "Reúne todo lo que se sabe de una persona, para entregárselo. Término de la ley: 10 días hábiles, y 5 más si "
        "se le dice por qué (Ley 1581 de 2012, artículo 14).",
        (
            ADDRESS,
            option(
                "--out",
                type=FILE,
                metavar="ARCHIVO",
                help="Lo escribe aquí: en JSON si termina en .json; si no, en texto.",
            ),
            PERSON_NUMBER,
        ),
        acts=True,
    ),
    Verb(
        "contacts erase",
        "verbs.rights:erase_",
        "Borra los datos de una persona, y ninguna lista la trae de nuevo. Término de la ley: 15 días hábiles, y 8 más "
        "si se le dice por qué (Ley 1581 de 2012, artículo 15).",
        (
            ADDRESS,
            option("--reason", required=True, metavar="TEXTO", help="Cómo lo pidió, como «Radicado 2027-0457»."),
            PERSON_NUMBER,
            flag("--all", "everybody", help="A todas las personas de esa dirección."),
        ),
        acts=True,
    ),
    Verb(
        "contacts exclude",
        "verbs.excluding:exclude",
        "Trae el Registro de Números Excluidos de la CRC: a esos números y correos no les llega nada de gestión.",
        (
            argument(
                "file",
                "ARCHIVO",
                "El registro, en texto o en .xlsx, con un número o correo en cada renglón.",
                type=THERE,
            ),
            option("--date", "day", type=Day(), metavar="FECHA", help="De qué día es; sin ella, de hoy."),
            flag("--older", help="Deja que valga, aunque el registro que vale sea de un día posterior."),
            flag("--dry-run", help="Cuenta sin guardar."),
        ),
        acts=True,
    ),
    Verb(
        "purge",
        "verbs.purging:purge",
        "Olvida lo que ya cumplió su plazo de conservación. En marcha, el pregonero lo hace solo cada noche.",
        (flag("--dry-run", help="Cuenta lo que se olvidaría, sin olvidar nada."),),
        acts=True,
    ),
)
