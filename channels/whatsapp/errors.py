"""What WhatsApp's own errors mean for a message.

https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from datetime import timedelta

from channels.graph.outcome import HOUR, Errors, Meaning, Rule

DAY = timedelta(days=1)
_TEMPLATE = "revise la plantilla en el administrador de WhatsApp y corrija «plantilla», «idioma» o «variables»"
_PAYMENT = "revise la forma de pago y el estado de la cuenta en Meta Business Suite"
_REGISTER = "registre el número otra vez en el administrador de WhatsApp"
_DOUBT = Rule(Meaning.UNCERTAIN, "WhatsApp tuvo un error", "espere el aviso de entrega antes de enviarlo otra vez")
_RESTING = Rule(
    Meaning.LIMITED, "El servicio de WhatsApp está en mantenimiento", "sale solo después", timedelta(minutes=15)
)

ERRORS: Errors = {
    (0, 0): Rule(Meaning.STOPPED, "WhatsApp no pudo comprobar el token", "genere otro y cámbielo"),
    (100, 0): Rule(Meaning.REFUSED, "WhatsApp no acepta el mensaje", "corrija el texto"),
    (100, 33): Rule(
        Meaning.STOPPED,
        "WhatsApp no encuentra el número, o el token no puede usarlo",
        "revise «numero» en canales.yaml: es el identificador que da Meta, no el teléfono",
    ),
    (80_007, 0): Rule(Meaning.LIMITED, "La cuenta de WhatsApp llegó a su límite de llamadas", "sale solo luego", HOUR),
    (130_429, 0): Rule(
        Meaning.LIMITED,
        "WhatsApp recibe los mensajes demasiado seguido",
        "sale solo más despacio",
        timedelta(minutes=1),
    ),
    (130_472, 0): Rule(
        Meaning.LATER, "WhatsApp no entrega hoy a esta persona por un experimento suyo", "se intenta mañana", DAY
    ),
    (130_497, 0): Rule(
        Meaning.STOPPED, "Meta no deja a la cuenta escribir a este país", "pida en Meta Business Suite que lo revisen"
    ),
    (131_000, 0): _DOUBT,
    (131_005, 0): Rule(
        Meaning.STOPPED, "El token no tiene permiso para enviar", "genere otro con whatsapp_business_messaging"
    ),
    (131_008, 0): Rule(Meaning.REFUSED, "A la plantilla le falta un dato", _TEMPLATE),
    (131_009, 0): Rule(Meaning.REFUSED, "WhatsApp no acepta un dato del mensaje", "corrija el texto"),
    (131_016, 0): _DOUBT,
    (131_021, 0): Rule(Meaning.REFUSED, "El teléfono es el de la misma cuenta", "quite ese contacto"),
    (131_026, 0): Rule(
        # No WhatsApp, or one so old that it takes no such message: who updates it is reached again.
        Meaning.UNREACHED,
        "A este teléfono no le llega WhatsApp",
        "pídale a la persona otro medio u otro teléfono",
    ),
    (131_030, 0): Rule(
        Meaning.REFUSED,
        "El número es de ensayo y solo escribe a los teléfonos de su lista",
        "agregue el teléfono a la lista en developers.facebook.com, o use el número de la alcaldía",
    ),
    (131_031, 0): Rule(Meaning.STOPPED, "Meta bloqueó la cuenta de WhatsApp", _PAYMENT),
    (131_037, 0): Rule(
        Meaning.STOPPED, "Meta no ha aprobado el nombre visible del número", "pídalo en el administrador de WhatsApp"
    ),
    (131_042, 0): Rule(Meaning.STOPPED, "Hay un problema con el pago de la cuenta", _PAYMENT),
    (131_045, 0): Rule(Meaning.STOPPED, "El número no está registrado en WhatsApp", _REGISTER),
    (131_047, 0): Rule(
        Meaning.REFUSED,
        "Pasaron más de 24 horas desde que la persona escribió, y Meta ya no deja contestarle",
        "escríbale con una plantilla",
    ),
    (131_048, 0): Rule(
        Meaning.LIMITED,
        "WhatsApp frena a la cuenta porque muchas personas la bloquearon o la reportaron",
        "envíe menos y solo a quien lo pidió; sigue sola en unas horas",
        6 * HOUR,
    ),
    (131_049, 0): Rule(
        Meaning.LATER, "Esta persona ya recibió hoy lo que WhatsApp deja recibir de empresas", "se intenta mañana", DAY
    ),
    (131_050, 0): Rule(
        Meaning.DECLINED, "La persona le pidió a WhatsApp no recibir publicidad de la cuenta", "no se la envíe por aquí"
    ),
    (131_051, 0): Rule(Meaning.REFUSED, "WhatsApp no conoce esa clase de mensaje", "corrija la plantilla"),
    (131_056, 0): Rule(
        Meaning.LATER, "A esta persona se le escribió hace muy poco", "se intenta en un minuto", timedelta(minutes=1)
    ),
    (131_057, 0): _RESTING,
    (131_064, 0): Rule(
        Meaning.LIMITED,
        "La cuenta llegó a las personas a las que Meta la deja escribir en 24 horas",
        "sigue sola; escriba ese número en «limite-diario» para que el plan lo cuente",
        6 * HOUR,
    ),
    (132_000, 0): Rule(Meaning.STOPPED, "La plantilla tiene otro número de variables", _TEMPLATE),
    (132_001, 0): Rule(Meaning.STOPPED, "La plantilla no existe en ese idioma o no está aprobada", _TEMPLATE),
    (132_005, 0): Rule(Meaning.REFUSED, "Con el texto, la plantilla queda demasiado larga", "acorte el texto"),
    (132_007, 0): Rule(Meaning.STOPPED, "La plantilla va contra las normas de WhatsApp", _TEMPLATE),
    (132_008, 0): Rule(Meaning.REFUSED, "Un dato de la plantilla no tiene la forma debida", _TEMPLATE),
    (132_012, 0): Rule(Meaning.STOPPED, "Las variables no son las de la plantilla", _TEMPLATE),
    (132_015, 0): Rule(
        Meaning.STOPPED, "WhatsApp pausó la plantilla porque muchas personas la reportaron", "cámbiela o espere, y siga"
    ),
    (132_016, 0): Rule(Meaning.STOPPED, "WhatsApp apagó la plantilla para siempre", "haga otra y cambie «plantilla»"),
    (133_004, 0): _RESTING,
    (133_010, 0): Rule(Meaning.STOPPED, "El número no está registrado en WhatsApp", _REGISTER),
}
