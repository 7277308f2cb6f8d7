"""The article of an office, a committee or a post in a Spanish sentence; a person's own name has none.

Which it is, is told by the first word. What is not listed here stays without: better «de Planeación» than a wrong one.
"""

from collections.abc import Mapping

from campaigns.when.words import fold

_NOUNS: Mapping[str, str] = {
    "el": (
        "administrador alcalde archivo area asesor cabildo canal centro clopad colegio comandante comisario comite "
        "concejal concejo consejo contralor coordinador corregidor cuerpo defensor departamento despacho director "
        "ejercito encargado enlace equipo fondo gobernador grupo hospital inspector instituto jefe juez juzgado "
        "ministerio museo notario personero plan presidente procurador programa puesto rector registrador resguardo "
        "secretario servicio sisben subdirector subsecretario tecnico tesorero"
    ),
    "la": (
        "administracion administradora agencia alcaldesa alcaldia asamblea asesora asesoria asociacion biblioteca "
        "camara casa comisaria comision concejala contralora contraloria coordinacion coordinadora corporacion "
        "corregidora defensa defensora defensoria delegacion dependencia direccion directora division emisora empresa "
        "encargada entidad escuela federacion fundacion gerencia gobernacion gobernadora inspeccion inspectora "
        "institucion jefa jefatura junta jueza mesa notaria oficina organizacion parroquia personera personeria "
        "policia presidencia presidenta procuradora procuraduria rectora rectoria red registradora registraduria "
        "secretaria sede subdireccion subdirectora subsecretaria tecnica tesorera tesoreria umata unidad universidad "
        "veeduria"
    ),
    "los": "bomberos colegios comites hospitales juzgados militares organismos programas puestos servicios",
    "las": "asociaciones empresas entidades escuelas instituciones juntas oficinas organizaciones veedurias",
}
"""First words, folded: neither given names, nor those that men and women share, such as «líder»."""
_ARTICLES = {word: article for article, words in _NOUNS.items() for word in (article, *words.split())}
_TOGETHER: Mapping[tuple[str, str], str] = {("de", "el"): "del", ("a", "el"): "al"}


def the(name: str) -> str:
    """«la Secretaría de Salud», «Ana Pérez»."""
    article, rest = _parted(name)
    return f"{article} {rest}" if article else rest


def begin(name: str) -> str:
    """The same at the beginning of a sentence: «La Secretaría de Salud»."""
    words = the(name)
    return f"{words[:1].upper()}{words[1:]}"


def of(name: str) -> str:
    """«del Comité de Comunicaciones», «de la Secretaría de Salud», «de Ana Pérez»."""
    return _after("de", name)


def to(name: str) -> str:
    """«al Comité de Comunicaciones», «a la Secretaría de Salud», «a Ana Pérez»."""
    return _after("a", name)


def _after(preposition: str, name: str) -> str:
    article, rest = _parted(name)
    before = _TOGETHER.get((preposition, article), f"{preposition} {article}".strip())
    return f"{before} {rest}"


def _parted(name: str) -> tuple[str, str]:
    """Its article, and what follows it: an article that it begins with is its own."""
    words = name.strip()
    first, _, rest = words.partition(" ")
    article = _ARTICLES.get(fold(first), "")
    return (article, rest) if rest and fold(first) == article else (article, words)
