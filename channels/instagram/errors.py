"""What Instagram's own errors mean for a post.

Its subcodes tell them apart, whatever the code beside them
(https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes).
"""

from datetime import timedelta

from channels.graph.outcome import HOUR, Errors, Meaning, Rule

NOT_FETCHED = Rule(
    Meaning.LATER,
    "Instagram no pudo traer la imagen del sitio",
    "abra su dirección desde un celular sin la red de la alcaldía y revise que el sitio publique la carpeta archivos",
    timedelta(minutes=3),
)
"""The site may publish the picture a moment later."""
_SOON = Rule(
    Meaning.LATER, "Instagram todavía prepara la publicación", "sale sola cuando esté lista", timedelta(seconds=30)
)
_FAILED = Rule(
    Meaning.LATER, "Instagram no pudo preparar la publicación", "se intenta otra vez sola", timedelta(minutes=2)
)

ERRORS: Errors = {
    (-1, 0): Rule(Meaning.UNCERTAIN, "Instagram tuvo un error", "mire si salió antes de publicarla otra vez"),
    (-2, 0): NOT_FETCHED,
    (100, 0): Rule(Meaning.REFUSED, "Instagram no acepta la publicación", "corrija el texto o las imágenes"),
    (100, 33): Rule(
        Meaning.STOPPED,
        "Instagram no encuentra la cuenta, o el token no puede verla",
        "revise «cuenta» en canales.yaml, que la cuenta sea profesional y que el token pueda administrarla",
    ),
    (9004, 0): NOT_FETCHED,
    (9007, 0): _SOON,
    (36_000, 0): Rule(Meaning.REFUSED, "La imagen es demasiado grande", "guárdela otra vez con menos de 8 MB"),
    (36_001, 0): Rule(Meaning.REFUSED, "Instagram no acepta esa clase de imagen", "guárdela en JPEG"),
    (0, 2_207_001): Rule(Meaning.UNCERTAIN, "Instagram tuvo un error", "mire si salió antes de publicarla otra vez"),
    (0, 2_207_003): NOT_FETCHED,
    (0, 2_207_004): Rule(Meaning.REFUSED, "La imagen es demasiado grande", "guárdela otra vez con menos de 8 MB"),
    (0, 2_207_005): Rule(Meaning.REFUSED, "Instagram no acepta esa clase de imagen", "guárdela en JPEG"),
    (0, 2_207_006): _FAILED,
    (0, 2_207_008): _FAILED,
    (0, 2_207_009): Rule(
        Meaning.REFUSED,
        "La imagen es demasiado alta o demasiado ancha",
        "recórtela: entre cuatro de ancho por cinco de alto y 1,91 de ancho por uno de alto",
    ),
    (0, 2_207_010): Rule(Meaning.REFUSED, "El texto es demasiado largo", "acórtelo a 2.200 caracteres y 30 etiquetas"),
    (0, 2_207_020): _FAILED,
    (0, 2_207_027): _SOON,
    (0, 2_207_028): Rule(Meaning.REFUSED, "El carrusel debe llevar de dos a diez imágenes", "agregue o quite alguna"),
    (0, 2_207_032): _FAILED,
    (0, 2_207_040): Rule(Meaning.REFUSED, "El texto menciona a más de 20 cuentas", "quite algunas"),
    (0, 2_207_042): Rule(
        Meaning.LIMITED, "La cuenta llegó a las publicaciones que Instagram admite en un día", "sale sola luego", HOUR
    ),
    (0, 2_207_050): Rule(
        Meaning.STOPPED,
        "Instagram restringió la cuenta",
        "entre a la aplicación de Instagram con ella y haga lo que pida, como confirmar quién es",
    ),
    (0, 2_207_051): Rule(
        Meaning.STOPPED,
        "Instagram bloqueó la publicación como correo basura",
        "entre a la aplicación de Instagram con la cuenta y mire qué pide",
    ),
    (0, 2_207_052): NOT_FETCHED,
    (0, 2_207_053): _FAILED,
    (0, 2_207_085): Rule(
        Meaning.STOPPED, "La persona del token no terminó la verificación que pide Instagram", "que entre y la termine"
    ),
}
