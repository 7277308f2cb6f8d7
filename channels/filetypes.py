"""Kinds of files that may go with a message."""

SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "audio/mpeg": ".mp3",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "text/vtt": ".vtt",
    "video/mp4": ".mp4",
}
"""What our own media (site, work orders) take, by MIME type, and the suffix under which a web server knows it."""
PAGE = "text/html"
PUBLISHED = {**SUFFIXES, PAGE: ".html"}
"""The same with pages that the program itself has made, reports. Nobody's own page is taken: it may bear scripts."""
