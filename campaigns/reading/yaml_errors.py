"""What libyaml finds wrong with a text, at the line that its writer has to change and in the writer's words."""

import re
from collections.abc import Sequence

import yaml

from campaigns.reading.file_text import Refused
from campaigns.reading.tree import Place

GLUED = re.compile(r" *(?:- +)*(?P<key>[^\W\d][\w-]*):(?!//)(?P<value>[^\s:].*)")
"""A key without the space behind its colon: the whole line is a text for YAML."""
DASH = re.compile(r" *-(?=[^\s-])")
KEY = re.compile(r"(?P<before> *(?:- +)*)[^\W\d][\w-]*:(?: |$)")
BLOCK = re.compile(r"(?P<before> *(?:- +)*)(?P<key>[^\W\d][\w-]*): +[|>][+-]?[0-9]?(?: +#.*)?")

ESCAPE = (
    "después de «\\» hay un signo que no se reconoce",
    "dentro de comillas dobles escriba «\\\\» para una barra, o use comillas sencillas",
)
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
    "found unknown escape character": ESCAPE,
    "did not find expected hexdecimal number": ESCAPE,
    "found invalid Unicode character escape code": ESCAPE,
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

WITHOUT_COLON = "could not find expected ':'"
COLON_WITHIN = "mapping values are not allowed in this context"
FROM_ITS_BEGINNING = frozenset(
    {
        WITHOUT_COLON,
        "found unexpected end of stream",
        "found unexpected document indicator",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
    }
)
"""What libyaml finds at the next line or at the end of the file, and what has to be mended where it begins."""

OTHER = (
    "el texto no está bien escrito como YAML",
    "revise la sangría, los dos puntos y las comillas de esta línea y de la anterior",
)


def in_spanish(problem: str) -> tuple[str, str]:
    """Message and hint for libyaml's own sentence."""
    return SENTENCES.get(problem, OTHER)


def syntax_refused(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Refused:
    """What libyaml stopped at. It reads on until nothing fits: the line to change is often an earlier one."""
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    begins = error.context_mark
    if begins is not None and problem in FROM_ITS_BEGINNING and (mark is None or begins.line < mark.line):
        mark = begins
    if mark is None:
        return Refused(Place(1, 1), *in_spanish(problem))
    number = _swallower(mark.line, lines) if problem == COLON_WITHIN else mark.line
    if (problem == WITHOUT_COLON or number != mark.line) and (found := _guilty(number, lines)):
        return found
    return Refused(Place(mark.line + 1, mark.column + 1), *in_spanish(problem))


def _swallower(number: int, lines: Sequence[str]) -> int:
    """The line above whose text ran on into the key of this one; this one where none did."""
    above = [each for each in range(number) if lines[each].strip()][-2:]
    here = KEY.match(lines[number])
    if here is None or not above:
        return number
    last = lines[above[-1]]
    begins = _begins(last)
    opens = len(above) == 1 or "-" in last[:begins] or lines[above[0]].rstrip().endswith(":")
    same = len(here["before"]) == begins and not KEY.match(last)
    return above[-1] if same and (opens or GLUED.fullmatch(last)) else number


def _begins(line: str) -> int:
    """How many characters stand before a line's own text: spaces and the dashes of lists."""
    return len(line) - len(line.lstrip(" -"))


def _guilty(number: int, lines: Sequence[str]) -> Refused | None:
    """What is wrong with a line that should be a key with its value; None: it looks like one."""
    line = lines[number]
    begins = _begins(line)
    if dash := DASH.match(line):
        return Refused(
            Place(number + 1, dash.end()), "falta el espacio después de este «-»", "escriba «- » y el elemento"
        )
    if glued := GLUED.fullmatch(line):
        hint = f"escriba «{glued['key']}: {glued['value'].strip()}»"
        return Refused(Place(number + 1, glued.start("value")), "falta el espacio después de este «:»", hint)
    if KEY.match(line):
        return None
    if block := _block_above(number, lines):
        said = f"a esta línea le falta sangría para ser parte de «{block['key']}»"
        return Refused(Place(number + 1, begins + 1), said, f"póngale {len(block['before']) + 2} espacios al comienzo")
    return Refused(Place(number + 1, begins + 1), *in_spanish(WITHOUT_COLON))


def _block_above(number: int, lines: Sequence[str]) -> re.Match[str] | None:
    """The key whose text after `|` or `>` this line follows."""
    for line in reversed(lines[:number]):
        if block := BLOCK.fullmatch(line):
            return block
        if KEY.match(line):
            return None
    return None
