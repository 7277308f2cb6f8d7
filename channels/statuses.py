"""What HTTP's statuses say alike of every server to which messages are posted."""

from http import HTTPStatus

MISPLACED = (
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
)
"""Nobody takes messages at this address, or a proxy stands before it: none was taken (RFC 9110 §15).

302 and 303 are not among them: a program may have taken the message, and lead on to a page about it.
"""
