"""`python -m panel.picture_drawer`: a picture on standard input is drawn anew as a JPEG on standard output.

What it bears besides its points (place, hour, camera, thumbnail, a file behind it) does not come along. It ends with 3
for what is no picture, with 4 for one of too many points, with 5 for a broken one.
"""

import io
import resource
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""What telephones and browsers make. Each other reader of the library stays closed."""
MOST_POINTS = 50_000_000
EDGE = 1_600
"""The longest one of what is made: enough for a page, and little for a slow telephone."""
QUALITY = 82
MEMORY = 1_500_000_000
"""Octets that it may take: a picture that wants more is broken, or made to do harm."""
SECONDS = 15
NO_PICTURE, TOO_MANY, BROKEN = 3, 4, 5


def main() -> int:
    """The process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    data = sys.stdin.buffer.read()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as source:
            if source.width * source.height > MOST_POINTS:
                return TOO_MANY
            sys.stdout.buffer.write(_drawn(source))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        return TOO_MANY
    except UnidentifiedImageError:
        return NO_PICTURE
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, EOFError):
        # What readers raise where a file does not keep to its format.
        return BROKEN
    return 0


def _drawn(source: Image.Image) -> bytes:
    """The points, upright and on white."""
    # A JPEG is read at an eighth, a quarter or a half of its size where that suffices.
    source.draft("RGB", (EDGE * 2, EDGE * 2))
    upright = ImageOps.exif_transpose(source)
    upright.thumbnail((EDGE, EDGE))
    coloured = upright.convert("RGBA")
    ground = Image.new("RGB", coloured.size, "white")
    ground.paste(coloured, mask=coloured.getchannel("A"))
    made = io.BytesIO()
    ground.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
