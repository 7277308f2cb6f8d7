"""Troubles that last, told once each: a full disk is one line in the log, not one every second."""

from logs import Log

log = Log(__name__)


class Told:
    """Which troubles the log has been told of, by what they befell."""

    def __init__(self) -> None:
        """All is well."""
        self._last: dict[str, str] = {}

    def trouble(self, subject: str, event: str, error: Exception) -> None:
        """Log the trouble, unless this subject's last one was the same."""
        if self._last.get(subject) != str(error):
            self._last[subject] = str(error)
            log.error(event, subject=subject, reason=str(error))

    def well(self, subject: str) -> None:
        """The subject is out of its trouble; the next one is told again."""
        if self._last.pop(subject, None) is not None:
            log.info("goes on", subject=subject)
