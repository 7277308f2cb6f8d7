"""What libyaml finds wrong with a text, in words for who wrote it."""

SENTENCES: dict[str, tuple[str, str]] = {
    "mapping values are not allowed in this context": (
        "hay un «:» donde no puede estar",
        "si el texto lleva dos puntos seguidos de espacio, escríbalo entre comillas; si no, revise la sangría",
    ),
    "did not find expected key": (
        "la sangría no coincide, o falta una clave",
        "alinee esta línea con las demás claves de su nivel; si el texto empieza con comillas, ciérrelas al final",
    ),
    "did not find expected '-' indicator": (
        "la sangría no coincide con la de la lista",
        "cada elemento de la lista empieza con «- » y todos van alineados",
    ),
    "could not find expected ':'": (
        "falta el «:» de esta clave",
        "escriba «clave: valor»; si es la continuación de un texto, póngale la misma sangría que al resto",
    ),
    "found unexpected end of stream": (
        "un texto entre comillas no se cierra",
        "busque la comilla que lo abre y ciérrela; dentro de comillas sencillas, el apóstrofo va doble ('')",
    ),
    "found character that cannot start any token": (
        "un texto no puede empezar con este signo",
        "escriba el texto entre comillas",
    ),
    "did not find expected ',' or ']'": (
        "la lista entre corchetes no está bien cerrada",
        "separe los elementos con comas y cierre con «]»",
    ),
    "did not find expected ',' or '}'": (
        "las llaves no están bien cerradas",
        "separe los pares con comas y cierre con «}»; un texto que empieza con {{ va entre comillas",
    ),
    "block sequence entries are not allowed in this context": (
        "un «- » no puede empezar aquí",
        "ponga la lista en la línea siguiente a la clave, con sangría",
    ),
    "block mapping entries are not allowed in this context": (
        "una clave no puede empezar aquí",
        "ponga la clave en una línea propia, con sangría",
    ),
    "did not find expected node content": (
        "falta un valor",
        "revise las comas y los corchetes de esta línea",
    ),
    "found unknown escape character": (
        "después de «\\» hay un signo que no se reconoce",
        "dentro de comillas dobles escriba «\\\\» para una barra, o use comillas sencillas",
    ),
    "found unexpected document indicator": (
        "un texto entre comillas no se cierra",
        "busque la comilla que lo abre y ciérrela",
    ),
    "did not find expected <document start>": (
        "el archivo sigue después de su final",
        "revise la sangría de esta línea: parece estar fuera de lo anterior",
    ),
    "did not find expected comment or line break": (
        "después de «|» o «>» no puede ir texto",
        "escriba el texto en las líneas siguientes, con sangría",
    ),
    "did not find expected alphabetic or numeric character": (
        "un texto no puede empezar con «&» ni con «*»",
        "escriba el texto entre comillas",
    ),
    "found a tab character where an indentation space is expected": (
        "hay una tabulación en la sangría",
        "use espacios",
    ),
    "found unknown directive name": (
        "las directivas de YAML (líneas que empiezan con «%») no se admiten",
        "borre la línea; si el texto empieza con «%», escríbalo entre comillas",
    ),
    "found undefined tag handle": (
        "un texto no puede empezar con «!»",
        "escriba el texto entre comillas",
    ),
}
"""What libyaml says, to what the writer reads and does."""

OTHER = (
    "el texto no está bien escrito como YAML",
    "revise la sangría, los dos puntos y las comillas de esta línea y de la anterior",
)


def in_spanish(problem: str) -> tuple[str, str]:
    """Message and hint for libyaml's own sentence."""
    return SENTENCES.get(problem, OTHER)
