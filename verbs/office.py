"""The verbs with which the office and the committee speak: each changes what goes out."""

from verbs.options import CAMPAIGN, CLASS, KEY, NOTE, Day, Votes, argument, flag, option
from verbs.verb import Verb

OFFICE: tuple[Verb, ...] = (
    Verb(
        "send",
        "verbs.sending:send",
        "Envía ya un mensaje, lo que no salió a su hora, o una corrección.",
        (
            argument("campaign", "[CAMPAÑA]", "La campaña, como la llama su archivo.", required=False),
            option("--message", metavar="MENSAJE", help="El mensaje que se envía."),
            flag("--urgent", help="Pasa delante de lo que se esté enviando."),
            option(
                "--emergency",
                default="",
                metavar="MOTIVO",
                help="Es una emergencia: por qué. No espera aprobación; queda registrado.",
            ),
            option("--missed", metavar="CLAVE", help="Envía lo que no salió a su hora."),
            option(
                "--corrects", metavar="CLAVE", help="Corrige lo que salió: llega a los mismos, por las mismas cuentas."
            ),
            option("--text", default="", metavar="TEXTO", help="Lo que dice la corrección, con --corrects."),
        ),
        acts=True,
    ),
    Verb(
        "approvals",
        "verbs.approving:approvals",
        "Lo que espera un visto bueno: hasta cuándo, quién ha dicho qué y de quién falta la palabra.",
    ),
    Verb("approve", "verbs.sending:approve", "Aprueba el contenido de una clave.", (KEY, NOTE), acts=True),
    Verb(
        "reject",
        "verbs.sending:reject",
        "No aprueba el contenido de una clave, y dice por qué.",
        (KEY, option("--note", required=True, metavar="TEXTO", help="Por qué no se aprueba.")),
        acts=True,
    ),
    Verb(
        "pause",
        "verbs.sending:pause",
        "Deja de enviar una publicación, o la retiene antes de su hora.",
        (KEY,),
        acts=True,
    ),
    Verb("resume", "verbs.sending:resume", "Deja seguir una publicación en pausa.", (KEY,), acts=True),
    Verb(
        "cancel",
        "verbs.sending:cancel",
        "Cancela lo que falta por salir de una publicación, también antes de su hora.",
        (KEY,),
        acts=True,
    ),
    Verb(
        "withdraw",
        "verbs.sending:withdraw",
        "Retira lo que salió, donde se puede: Facebook, Telegram, WordPress, X y el sitio web; el correo no.",
        (KEY,),
        acts=True,
    ),
    Verb(
        "survey",
        "verbs.surveying:survey",
        "Lo que resultó de una encuesta, por medio; y los votos que un servicio no dijo, como los vio una persona.",
        (
            argument("key", "CLAVE", "campaña/mensaje@ocasión; con --votes, campaña/mensaje/canal@ocasión."),
            option("--votes", type=Votes(), metavar="VOTOS", help="Los de cada opción, en su orden, como 12,5,3."),
            option("--note", default="", metavar="TEXTO", help="De dónde salieron las cifras; queda registrado."),
        ),
        acts=True,
    ),
    Verb(
        "release",
        "verbs.holding:release",
        "Deja salir ya lo que espera a otro mensaje, o a que se reabra su clase; o lo que detuvo una copia recuperada.",
        (
            argument("key", "CLAVE", "campaña/mensaje@ocasión, o campaña/mensaje/canal@ocasión.", required=False),
            flag(
                "--after-restore",
                help="Suelta todo lo que espera porque se recuperó una copia y no se sabe quién pidió no recibir más.",
            ),
            option("--reason", default="", metavar="TEXTO", help="Con --after-restore: qué se revisó; se guarda."),
        ),
        acts=True,
    ),
    Verb(
        "lift",
        "verbs.holding:lift",
        "Levanta las alertas de una campaña: no se repiten más.",
        (CAMPAIGN,),
        acts=True,
    ),
    Verb(
        "suspend",
        "verbs.holding:suspend",
        "Detiene los mensajes de una clase: días de duelo, veda. Lo que se pase de su tolerancia no sale después.",
        (
            CLASS,
            option(
                "--until",
                type=Day(),
                metavar="FECHA",
                help="Último día, que también cuenta; sin ella, hasta unsuspend.",
            ),
            option("--reason", required=True, metavar="MOTIVO", help="Por qué; se ve en plan y en status."),
        ),
        acts=True,
    ),
    Verb(
        "unsuspend",
        "verbs.holding:unsuspend",
        "Reabre los mensajes de una clase. Sale lo que todavía está dentro de su tolerancia.",
        (CLASS,),
        acts=True,
    ),
)
