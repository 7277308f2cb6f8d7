"""What Facebook's own errors mean for a post (https://developers.facebook.com/docs/graph-api/guides/error-handling)."""

from channels.graph.outcome import Errors, Meaning, Rule

_LINK = Rule(Meaning.REFUSED, "Facebook no acepta el enlace", "abra el enlace, corríjalo o quítelo del mensaje")
_PHOTO = Rule(Meaning.REFUSED, "Facebook no acepta la imagen", "guárdela otra vez en JPEG o PNG, de menos de 4 MB")

ERRORS: Errors = {
    (100, 0): Rule(Meaning.REFUSED, "Facebook no acepta la publicación", "corrija el texto, el enlace o las imágenes"),
    (100, 33): Rule(
        Meaning.STOPPED,
        "Facebook no encuentra la página, o el token no puede verla",
        "revise «pagina» en canales.yaml y que el token sea el de la página",
    ),
    (200, 0): Rule(
        Meaning.STOPPED,
        "El token no tiene permiso para publicar en la página",
        "genere un token de la página con el permiso pages_manage_posts",
    ),
    (210, 0): Rule(
        Meaning.STOPPED, "El token es de una persona y no de la página", "genere el token de la página y cámbielo"
    ),
    (283, 0): Rule(
        Meaning.STOPPED,
        "Al token le falta el permiso para leer la página",
        "genere un token de la página con el permiso pages_read_engagement",
    ),
    (324, 0): _PHOTO,
    (1500, 0): _LINK,
    (1_366_046, 0): _PHOTO,
    (1_609_005, 0): _LINK,
    (1_609_008, 0): _LINK,
    (0, 1_366_046): _PHOTO,
    (0, 1_609_005): _LINK,
    (0, 1_609_008): _LINK,
    (0, 1_346_003): Rule(
        Meaning.DUPLICATE, "La página ya tiene una publicación igual", "cámbiela un poco, por ejemplo con la fecha"
    ),
    (506, 0): Rule(
        Meaning.DUPLICATE, "La página ya tiene una publicación igual", "cámbiela un poco, por ejemplo con la fecha"
    ),
}
