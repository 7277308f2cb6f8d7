"""What a browser says of itself, as people call it: «Chrome en Android»."""

from collections.abc import Mapping

NAMELESS = "Un navegador que no se nombra"
_BROWSERS: Mapping[str, str] = {
    "SamsungBrowser/": "Samsung Internet",
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chromium/": "Chromium",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
"""By a mark of its own; the first counts, for most also bear the marks of those that come after them here."""
_SYSTEMS: Mapping[str, str] = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def browser_name(told: str) -> str:
    """Of its `User-Agent`; as it says it, where that is none that we know."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in told), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in told), "")
    if not browser:
        return told or NAMELESS
    return f"{browser} en {system}" if system else browser
