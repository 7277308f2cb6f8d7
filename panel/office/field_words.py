"""What the form calls each key of a campaign, and what it says of it: the file's key stands beside it."""

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """Of one key."""

    label: str
    help: str = ""


WORDS: Mapping[str, Words] = {
    "campaña": Words(
        "Nombre corto",
        "En minúsculas, sin tildes, con guiones: matriculas-2027. En una nueva, vacío, sale del título. Después no se "
        "cambia.",
    ),
    "titulo": Words("Título"),
    "accion": Words("Acción del plan", "La fila o filas del plan que cumple."),
    "clase": Words("Clase", "Servicio: lo que la gente necesita saber. Gestión: lo que la alcaldía quiere contar."),
    "responsable": Words("Responsable"),
    "publico": Words("Público"),
    "evento": Words("Evento", "Lo que pasa, y cuándo. Los mensajes se cuentan desde estas fechas."),
    "nombre": Words("Nombre"),
    "inicia": Words("Empieza", "2027-01-12 07:00, o solo el día."),
    "termina": Words("Termina"),
    "fechas": Words("Varias fechas", "Una por cada vez que pasa, en vez de «Empieza» y «Termina»."),
    "repite": Words("Se repite", "Por ejemplo: cada domingo a las 08:00."),
    "dura": Words("Cuánto dura cada vez", "2 horas, 3 días."),
    "lugar": Words("Lugar"),
    "requisitos": Words("Requisitos", "Uno por renglón."),
    "actividades": Words("Actividades", "Una por renglón."),
    "beneficios": Words("Beneficios", "Uno por renglón."),
    "datos": Words("Otros datos para los textos", "Uno por renglón, nombre y valor: cupos: 320."),
    "aprueba": Words("Quién aprueba", "Nada sale sin su visto bueno. Vacío: no se pide."),
    "redacta": Words("Quién redacta"),
    "requiere": Words("Espera a que se cumpla", "Un deber: mensaje, o campaña/mensaje."),
    "entrega": Words("Si una entrega queda en duda"),
    "prioridad": Words("Prioridad"),
    "tolerancia": Words("Cuánto puede atrasarse", "30 minutos, 2 horas, 1 día."),
    "vence": Words("Hasta cuándo se intenta", "12 horas, 2 días."),
    "presupuesto": Words("Presupuesto", "En pesos, en todos sus canales y veces."),
    "idioma": Words("Idioma", "Código: es, guc, pbb."),
    "enlace": Words("Enlace", "Completo, con https://."),
    "responder-a": Words("Correo que recibe las respuestas"),
    "hasta": Words("Último día", "Después la campaña no planea nada más."),
    "id": Words("Nombre corto", "En minúsculas, sin tildes, con guiones: anuncio. Después no se cambia."),
    "cuando": Words("Cuándo sale", "15 días antes a las 08:00 · cada lunes a las 07:30 · 2027-01-12 a las 07:30."),
    "canales": Words("Canales"),
    "proposito": Words("Orden de canales", "Cuando los canales son los preferidos del público."),
    "de": Words("Quién lo firma", "Si no habla la alcaldía: una veeduría, una junta."),
    "asunto": Words("Asunto o título"),
    "texto": Words("Texto"),
    "plantilla": Words("Texto de un archivo", "De la carpeta plantillas/, en vez del texto."),
    "variantes": Words("Texto propio de un canal", "A los demás les llega el texto general."),
    "imagen": Words("Imagen"),
    "archivo": Words("Archivo", "De la carpeta archivos/."),
    "alt": Words("Qué muestra", "Para quien no la ve."),
    "decorativa": Words("Solo adorna"),
    "imagenes": Words("Más imágenes"),
    "pieza": Words("Dibujar una tarjeta", "Con el título, la fecha y el lugar del evento."),
    "adjuntos": Words("Documentos adjuntos"),
    "si-no-habil": Words("Si el día no es hábil"),
    "con-antelacion-minima": Words("Con antelación mínima", "3 días hábiles."),
    "nunca-despues": Words("Antes, si su hora no es de enviar"),
    "repetir": Words("Vez", "2 lo manda otra vez."),
    "plazo": Words("Plazo de la tarea", "2 días hábiles."),
    "cantidad": Words("Cuántas veces se hace", "Cuñas, volantes, visitas."),
    "recordatorios": Words("Recordatorios al encargado", "Uno por renglón: 1 día antes."),
    "traducciones": Words("En otros idiomas"),
    "traduccion": Words("Quien lee otro idioma"),
    "existencias": Words("Cuántos hay", "Volantes, afiches, emisiones, para todas sus veces."),
    "encuesta": Words("Encuesta"),
    "pregunta": Words("Pregunta"),
    "opciones": Words("Opciones", "Una por renglón."),
    "cierra": Words("Cierra", "7 días después, o 2027-01-12 a las 18:00."),
    "foro": Words("Foro"),
    "tema": Words("Tema"),
    "deber": Words("Deber de dependencias"),
    "prorroga": Words("Prórroga", "Cuánto puede alargarse, una vez."),
    "lista": Words("Lista de verificación", "Un punto por renglón."),
    "secciones": Words("Secciones del sitio"),
    "escala-a": Words("A quién se avisa si no se cumple"),
    "reserva": Words("Reserva el día"),
    "informe": Words("Informe"),
    "periodo": Words("De cada"),
    "tablas": Words("Tablas del plan"),
    "formato": Words("Formato"),
    "suscripcion": Words("Para suscritos"),
    "temas": Words("Temas"),
    "por-hogar": Words("Un solo mensaje por hogar"),
    "salvo-quienes-reciben": Words("Salvo quienes reciben", "Mensajes de esta campaña."),
}
"""By key; a test holds it to the models."""
OF_DUTY = {"de": Words("De quién", "Dependencias, personas, comités o fuentes."), "plazo": Words("Plazo")}
"""The same keys within a duty."""
CHOICES: Mapping[str, str] = {
    "gestion": "gestión",
    "a-lo-sumo-una-vez": "no se repite (nadie la recibe dos veces)",
    "al-menos-una-vez": "se repite (puede llegar dos veces)",
    "siguiente": "sale el hábil siguiente",
    "anterior": "sale el hábil anterior",
    "igual": "sale igual",
    "preferida": "lo recibe en su idioma si lo hay",
    "obligatoria": "solo lo recibe si lo hay en su idioma",
    "tarjeta": "sí, una tarjeta",
}
"""Words of the files that need more than themselves."""
MAIN = (
    *("campaña", "titulo", "clase", "responsable", "publico", "accion", "aprueba", "redacta", "evento", "enlace"),
    *("id", "cuando", "canales", "asunto", "texto", "variantes", "imagen", "hasta"),
)
"""Keys that everybody uses; the others lie folded below."""
FOLDED_IN_MESSAGE = frozenset({"publico", "clase", "responsable", "accion", "aprueba", "redacta", "enlace"})
"""What a message usually has of its campaign."""


def words_of(key: str, within: str = "") -> Words:
    """Of a key. `within`: that of its group."""
    if within == "deber" and key in OF_DUTY:
        return OF_DUTY[key]
    return WORDS.get(key, Words(key))
