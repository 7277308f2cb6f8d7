"""Whether a call broke because the other side could not prove who it is."""

import ssl


def certificate_refused(error: BaseException) -> bool:
    """Whether a certificate that did not verify lies at the bottom of `error`."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None
