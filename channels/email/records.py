"""What the DNS says of who may write mail for a domain, as receivers read it: SPF, DKIM, DMARC. Loads `dnspython`."""

import re
from base64 import b64encode
from collections.abc import Awaitable, Sequence

import dns.asyncresolver
import dns.exception
import dns.resolver

from channels.capabilities import Finding, Standing
from channels.email.dkim_options import Dkim
from channels.email.signing_key import read_key

SECONDS = 10.0
"""How long one question may take."""
MOST_LOOKUPS = 10
"""Of a whole SPF record; with more it counts as broken (RFC 7208 §4.6.4)."""
SPF, DMARC = re.compile(r"v=spf1( |$)", re.IGNORECASE), re.compile(r"v=DMARC1\s*(;|$)")
ASKS = re.compile(r"[+?~-]?(include:|a$|a[:/]|mx$|mx[:/]|ptr|exists:)|redirect=", re.IGNORECASE)
FOLLOWED = re.compile(r"[+?~-]?include:(.+)|redirect=(.+)", re.IGNORECASE)
SPF_ADVICE = "Pida a quien administra el dominio un registro TXT como «v=spf1 include:SERVIDOR -all», con su servidor."
DMARC_ADVICE = (
    "Pida un registro TXT en _dmarc.{}, al menos «v=DMARC1; p=none; rua=mailto:BUZÓN»: Gmail y Outlook lo exigen."
)


Seen = tuple[Standing, str, str]
"""How it stands, what was seen, and what to do."""


class NoAnswer(Exception):
    """The DNS did not say; what is asked for may be there or not."""


def resolver() -> dns.asyncresolver.Resolver:
    """The one that this machine uses."""
    return dns.asyncresolver.Resolver()


async def examined(domain: str, dkim: Dkim | None) -> Sequence[Finding]:
    """How a sender's domain stands; `domain` is ASCII."""
    return (await _told("spf", _spf(domain)), await _told("dkim", _dkim(dkim)), await _told("dmarc", _dmarc(domain)))


async def returns_examined(domain: str, sender: str) -> Sequence[Finding]:
    """How the domain stands that returns come to; its SPF is asked for where it is not the sender's own."""
    found = [await _told("returns_mx", _mx(domain))]
    return (*found, await _told("returns_spf", _spf(domain))) if domain != sender else tuple(found)


async def _mx(domain: str) -> Seen:
    """Whether mails to the domain arrive anywhere (RFC 5321 §5.1, RFC 7505)."""
    advice = "Pida un registro MX para ese dominio, o use en «direccion» un buzón de otro."
    try:
        answer = await resolver().resolve(domain, "MX", lifetime=SECONDS, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        return Standing.BAD, f"{domain} no está en el DNS: los rebotes no llegan a ninguna parte.", advice
    except (dns.exception.DNSException, OSError) as error:
        raise NoAnswer(f"El DNS no respondió por {domain} ({type(error).__name__}).") from error
    hosts = sorted(str(record.exchange).rstrip(".") for record in answer.rrset or ())
    if not any(hosts):
        return Standing.BAD, f"{domain} no recibe correo (no tiene MX): los rebotes se pierden.", advice
    return Standing.GOOD, f"Los rebotes de {domain} llegan a {', '.join(hosts)}.", ""


async def _told(check: str, look: Awaitable[Seen]) -> Finding:
    try:
        standing, evidence, advice = await look
    except NoAnswer as error:
        return Finding(check, Standing.UNKNOWN, str(error), "Inténtelo otra vez; revise la conexión a Internet.")
    return Finding(check, standing, evidence, advice)


async def _spf(domain: str) -> Seen:
    """RFC 7208."""
    found = [text for text in await _texts(domain) if SPF.match(text)]
    if not found:
        return Standing.BAD, f"{domain} no tiene SPF: no dice qué servidores envían por él.", SPF_ADVICE
    if len(found) > 1:
        return Standing.BAD, f"{domain} tiene {len(found)} registros SPF, y con más de uno no vale ninguno.", SPF_ADVICE
    words = found[0].split()
    if any(word.lower() in ("+all", "all") for word in words):
        return Standing.BAD, f"El SPF de {domain} deja que cualquiera envíe por él: «{found[0]}».", SPF_ADVICE
    asked = await _lookups(domain, found[0], ())
    if asked > MOST_LOOKUPS:
        said = f"El SPF de {domain} pide {asked} consultas, y quien recibe hace {MOST_LOOKUPS} a lo sumo."
        return Standing.BAD, said, "Pida que le quiten los servidores que ya no se usan."
    return Standing.GOOD, f"SPF de {domain}: «{found[0]}».", ""


async def _lookups(domain: str, record: str, above: Sequence[str]) -> int:
    """How many questions a record makes whoever receives ask, those of what it includes too."""
    if domain in above or len(above) > MOST_LOOKUPS:
        return MOST_LOOKUPS + 1
    count = 0
    for word in record.split()[1:]:
        count += bool(ASKS.match(word))
        followed = FOLLOWED.fullmatch(word)
        if followed is None or count > MOST_LOOKUPS:
            continue
        other = (followed[1] or followed[2]).rstrip(".").lower()
        its = next((text for text in await _texts(other) if SPF.match(text)), "")
        count += await _lookups(other, its, (*above, domain)) if its else 0
    return count


async def _dkim(dkim: Dkim | None) -> Seen:
    """RFC 6376 §3.6.1."""
    if dkim is None or not dkim.key.get_secret_value():
        said = "Esta cuenta no firma: si lo hace el servidor de correo, desde aquí no se ve."
        return Standing.UNKNOWN, said, "Envíe una prueba a Gmail y mire en «Mostrar original» que DKIM diga PASS."
    name = f"{dkim.selector}._domainkey.{dkim.domain}"
    found = await _texts(name)
    public = b64encode(read_key(dkim.key.get_secret_value()).public).decode()
    advice = f"Publique en {name} un registro TXT con la mitad pública de la llave; la guía dice cómo sacarla."
    if not found:
        return Standing.BAD, f"No hay llave publicada en {name}: quien recibe no puede comprobar la firma.", advice
    published = [re.sub(r"\s", "", tag[1]) for text in found if (tag := re.search(r"(?:^|;)\s*p\s*=([^;]*)", text))]
    if "" in published:
        return Standing.BAD, f"La llave de {name} está revocada.", advice
    if public not in published:
        return Standing.BAD, f"La llave publicada en {name} no es la de esta cuenta.", advice
    return Standing.GOOD, f"La llave de {name} es la de esta cuenta.", ""


async def _dmarc(domain: str) -> Seen:
    """RFC 7489 §6.6.3, but for the list of public suffixes: each domain above is asked, down to two names."""
    labels = domain.split(".")
    for above in range(max(len(labels) - 1, 1)):
        where = ".".join(labels[above:])
        found = [text for text in await _texts(f"_dmarc.{where}") if DMARC.match(text)]
        if len(found) > 1:
            said = f"_dmarc.{where} tiene {len(found)} registros DMARC, y con más de uno no vale ninguno."
            return Standing.BAD, said, DMARC_ADVICE.format(where)
        if found:
            return Standing.GOOD, f"DMARC de {where}: «{found[0]}».", ""
    return Standing.BAD, f"{domain} no tiene DMARC.", DMARC_ADVICE.format(domain)


async def _texts(name: str) -> list[str]:
    """The TXT records of a name; none where there is no such name. Raises `NoAnswer`."""
    try:
        answer = await resolver().resolve(name, "TXT", lifetime=SECONDS, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise NoAnswer(f"El DNS no respondió por {name} ({type(error).__name__}).") from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer.rrset or ()]
