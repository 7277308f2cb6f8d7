"""The media that each plan names for each of its rows, by hand from the plans: what carries them here is an account.

«Redes» is Facebook where a plan names no network; a row that is a report, a setting or one person's duty names none.
"""

from collections.abc import Mapping

SOCIAL = ("facebook",)
ALL_THREE = ("facebook", "instagram", "x")
BY_MEDIUM: Mapping[str, frozenset[str]] = {
    "correo": frozenset({"correo", "correo-interno", "boletin", "suscriptores"}),
    "mensajeria": frozenset({"mensajeria"}),
    "web": frozenset({"web", "web-gel", "blog", "ninos", "veedurias"}),
    "television": frozenset({"television", "canal-local"}),
    "impresos": frozenset({"impresos", "folletos"}),
    "comunicado": frozenset({"prensa"}),
    "carteleras": frozenset({"carteleras", "carteleras-entidades", "carteleras-internas"}),
    "evento": frozenset({"eventos", "jornadas", "reuniones", "talleres", "capacitaciones"}),
    "visita": frozenset({"visitas"}),
    "reunion": frozenset({"reuniones"}),
    "entrevista": frozenset({"entrevistas"}),
    "escritos": frozenset({"medios-escritos", "el-universal"}),
    "banner": frozenset({"banner"}),
}
"""A medium to the accounts that carry it, in any plan; one that is not here is carried by the account of its name."""
NAMED: Mapping[str, tuple[str, ...]] = {
    "LE-1": ("correo",),
    "LE-2": ("mensajeria",),
    "LE-3": ("correo", "reunion"),
    "LE-4": ("emisora",),
    "LE-5": ("television",),
    "LE-6": ("asesoria", *SOCIAL),
    "LE-7": ("web",),
    "LE-8": ("correo", "mensajeria", "web", "impresos"),
    "LE-9": ("impresos", "web"),
    "LE-10": ("evento",),
    "LE-11": ("evento",),
    "LE-12": ("reunion",),
    "SE-1": ("correo", "web", *SOCIAL, "carteleras", "emisora", "intranet", "reunion", "impresos"),
    "SE-2": ("correo", "evento", "comunicado"),
    "SE-3": ("carteleras", "intranet", "boletin", "correo", "banner"),
    "SE-4": ("carteleras", "intranet", "boletin", "correo", "banner"),
    "SE-5": ("web", "banner", *SOCIAL, "carteleras", "emisora", "television", "perifoneo", "correo"),
    "SE-6": ("web", "facebook", "chat"),
    "SE-7": (
        *("web", "banner", "facebook", "emisora", "carteleras", "television", "perifoneo"),
        *("avisos-parroquiales", "publicidad"),
    ),
    "SE-8": (*SOCIAL, "web"),
    "SE-9": (*SOCIAL, "web"),
    "SE-10": ("visita", "comunicado", "web", *SOCIAL),
    "SE-11": ("entrevista", "web", *SOCIAL),
    "SE-12": ("web", "emisora", "television", "escritos"),
    "SE-13": ("web", "comunicado"),
    "SE-14": ("web", *SOCIAL, "emisora", "television", "perifoneo", "avisos-parroquiales", "carteleras-entidades"),
    "SE-15": ("carteleras", "intranet", "boletin", "correo", "banner"),
    "SE-16": ("intervenciones",),
    "SE-19": ("correo",),
    "CA-1": ("web", *ALL_THREE, "correo", "impresos", "video", "emisora"),
    "CA-2": ALL_THREE,
    "CA-3": ("escritos",),
    "CA-4": ("facebook",),
    "CA-5": ("correo",),
    "CA-6": ("impresos",),
    "CA-8": ("web", "video"),
    "CA-9": ("television",),
    "CA-10": ("web", *ALL_THREE, "impresos", "television"),
    "CA-11": ("correo", *ALL_THREE, "impresos"),
    "CA-12": ALL_THREE,
    "GE-1": ("correo",),
    "GE-2": ("correo",),
    "GE-4": ("correo",),
    "GE-5": ("web", *SOCIAL),
    "GE-6": ("web",),
    "GE-7": ("visita",),
    "GE-8": ("web",),
    "GE-9": ("veedurias",),
    "GE-13": ("web",),
    "GE-14": ("web",),
    "GE-16": ("web",),
    "GE-17": ("correo",),
    "GE-19": ("correo",),
    "GE-21": ("visita",),
    "GE-22": ("correo", "web", "facebook", "x", "emisora", "perifoneo", "carteleras", "impresos"),
    "GE-23": ("web",),
    "GE-24": (*SOCIAL, "blog", "chat"),
    "GE-26": ("ninos",),
    "GE-27": ("web", "videos"),
    "GE-28": ("web",),
    "GE-32": ("web",),
    "CQ-1": ("correo",),
    "CQ-7": ("emisora", "television", "perifoneo", "comunicado"),
    "CQ-8": ("chat", "salas", "correo", "web"),
    "CQ-11": ("documentos", "web"),
    "CQ-16": ("evento",),
    "CQ-17": ("evento",),
}


def carriers(medium: str) -> frozenset[str]:
    """The accounts that carry a medium."""
    return BY_MEDIUM.get(medium, frozenset({medium}))
