"""A cursor over the tokens of a `cuando`, with the words that the grammar knows."""

import re

from campaigns.when.feasts import FEASTS, LONGEST_NAME, Feast
from campaigns.when.refusals import AMBIGUOUS, WhenError
from campaigns.when.schedules import Unit
from campaigns.when.tokens import Token, tokens_of
from campaigns.when.words import MONTH_NUMBERS, NUMBERS, ORDINAL_NUMBERS, WEEKDAY_NUMBERS, WEEKDAYS, fold, nearest

_UNITS = {
    "minuto": Unit.MINUTE,
    "minutos": Unit.MINUTE,
    "hora": Unit.HOUR,
    "horas": Unit.HOUR,
    "dia": Unit.DAY,
    "dias": Unit.DAY,
    "semana": Unit.WEEK,
    "semanas": Unit.WEEK,
    "mes": Unit.MONTH,
    "meses": Unit.MONTH,
}
_KEYWORDS = (
    "a al antes año años aprobar cada cerrar comenzar de del desde después día días durante el empezar en encuesta "
    "evento excepto fecha festivo festivos hábil hábiles hasta hora horas iniciar inicio la las levantar los mediodía "
    "mes meses minuto minutos mismo orden por publicar salvo semana semanas terminar todas todos tras una víspera "
    "vísperas y"
)
_SPELLING = {fold(name): name for name in _KEYWORDS.split()}
_SPELLING |= {word: WEEKDAYS[number] for word, number in WEEKDAY_NUMBERS.items() if not word.endswith("dos")}
_SPELLING |= {word: word for word in (*MONTH_NUMBERS, *NUMBERS, *ORDINAL_NUMBERS) if word not in _SPELLING}
_LARGEST = 1000
_DIGITS = re.compile(r"[0-9]{1,6}")
_ORDINAL_FIGURE = re.compile(r"([0-9]{1,2})\.?[º°ª]")


class Reader:
    """Reads tokens from left to right; `position` may be kept and put back to try another reading."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens_of(text)
        self.position = 0
        self._end = len(text)

    def peek(self, ahead: int = 0) -> Token:
        """Returns the token at the cursor or after it; an empty one at the end of the text."""
        index = self.position + ahead
        return self.tokens[index] if index < len(self.tokens) else Token("", "", self._end, self._end)

    @property
    def done(self) -> bool:
        """Whether all tokens were read."""
        return self.position >= len(self.tokens)

    def accept(self, *phrases: str) -> bool:
        """Goes past the first of the phrases (folded words) that stands at the cursor; says whether one did."""
        for phrase in phrases:
            words = phrase.split()
            if all(self.peek(ahead).word == word for ahead, word in enumerate(words)):
                self.position += len(words)
                return True
        return False

    def number(self) -> int | None:
        """Reads a number in figures or letters (`15`, `quince`, `treinta y uno`), or nothing."""
        token = self.peek()
        if _DIGITS.fullmatch(token.word):
            self.position += 1
            return int(token.word)
        value = NUMBERS.get(token.word)
        if value is None:
            return None
        self.position += 1
        ones = NUMBERS.get(self.peek(1).word, 0)
        if value in (30, 40, 50, 60, 90) and self.peek().word == "y" and 0 < ones < 10:
            self.position += 2
            return value + ones
        return value

    def amount(self) -> int | None:
        """Reads how many of a unit, from 1 to a thousand, or nothing; refuses 0 and more."""
        start = self.position
        value = self.number()
        if value is None or 0 < value <= _LARGEST:
            return value
        if self.peek().word not in _UNITS:
            self.position = start
            return None
        hint = "Para la fecha misma escriba «el mismo día» o «al empezar»." if value == 0 else "Escriba la fecha."
        raise self.error(f"La cantidad va de 1 a {_LARGEST}, no {value}", hint, start)

    def unit(self) -> Unit | None:
        """Reads a unit of time (`días`, `días hábiles`, `semanas`), or nothing."""
        unit = _UNITS.get(self.peek().word)
        if unit is None:
            return None
        self.position += 1
        if unit is Unit.DAY and self.accept("habil", "habiles"):
            return Unit.WORKDAY
        return unit

    def ordinal(self) -> int | None:
        """Reads `primer`, `último` or `2.º`, or nothing; the last is -1."""
        figure = _ORDINAL_FIGURE.fullmatch(self.peek().text)
        value = int(figure.group(1)) if figure else ORDINAL_NUMBERS.get(self.peek().word)
        if value is not None:
            self.position += 1
        return value

    def weekday(self) -> int | None:
        """Reads a day of the week (0 is Monday), or nothing; `jueves santo` and other feasts are not taken for one."""
        value = WEEKDAY_NUMBERS.get(self.peek().word)
        if value is None or self._feast_at_cursor() is not None:
            return None
        self.position += 1
        return value

    def feast(self) -> Feast | None:
        """Reads the name of a feast, with or without article, or nothing."""
        start = self.position
        self.accept("el", "la")
        found = self._feast_at_cursor()
        if found is None:
            self.position = start
            return None
        feast, length = found
        self.position += length
        return feast

    def _feast_at_cursor(self) -> tuple[Feast, int] | None:
        for length in range(LONGEST_NAME, 0, -1):
            feast = FEASTS.get(tuple(self.peek(ahead).word for ahead in range(length)))
            if feast:
                return feast, length
        return None

    def separator(self) -> bool:
        """Goes past what separates the items of a list: a comma, `y`, `e`, or a comma and `y`."""
        comma = self.accept(",")
        return self.accept("y", "e", "ni") or comma

    def error(
        self, message: str, hint: str = "", start: int | None = None, readings: tuple[str, ...] = ()
    ) -> WhenError:
        """Makes an error over the tokens from position `start` to the cursor (one token at least)."""
        first = self.position if start is None else start
        last = max(self.position - 1, first)
        begin = self.tokens[first].start if first < len(self.tokens) else self._end
        end = self.tokens[last].end if last < len(self.tokens) else self._end
        return WhenError(message, hint, begin, end, readings)

    def not_understood(self) -> WhenError:
        """Makes the error for the token at the cursor: missing, ambiguous, unknown, or out of place."""
        token = self.peek()
        if self.done:
            return self.error("La frase está incompleta", "Mire los ejemplos de docs/cuando.md.")
        if token.word in AMBIGUOUS:
            return self.error(f"«{token.text}» no dice qué días", "", None, AMBIGUOUS[token.word])
        if token.word in _SPELLING or _DIGITS.fullmatch(token.word):
            return self.error(f"Aquí no se entiende «{token.text}»", "Revise el orden: «cada lunes a las 08:00».")
        near = nearest(token.word, _SPELLING)
        hint = f"¿Quiso decir «{_SPELLING[near]}»?" if near else "Mire las palabras que se aceptan en docs/cuando.md."
        return self.error(f"No se conoce la palabra «{token.text}»", hint)
