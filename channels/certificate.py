"""A server's certificate: whether it showed who the server is when it was connected, and until when it holds."""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.capabilities import Finding, Standing

SOON = timedelta(days=14)
"""A certificate that ends earlier is told."""


def certificate_refused(error: BaseException) -> bool:
    """Whether a certificate that did not verify lies at the bottom of `error`."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None


def ends_in(certificate: Mapping[str, Any] | None) -> datetime | None:
    """The end of a certificate as `ssl` tells it, verified; None where there is none."""
    ends = certificate.get("notAfter") if certificate else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None


def certificate_finding(check: str, server: str, ends: datetime, now: datetime, loss: str) -> Finding:
    """How long it has left. `loss`: what its end would keep from happening, as «no se envía nada»."""
    said = f"El certificado de {server} vale hasta el {ends:%Y-%m-%d}: faltan {max((ends - now).days, 0)} días."
    if ends - now >= SOON:
        return Finding(check, Standing.GOOD, said)
    standing = Standing.BAD if ends <= now else Standing.WARNING
    return Finding(check, standing, said, f"Renuévelo, o pida que lo renueven: vencido, {loss}.")
