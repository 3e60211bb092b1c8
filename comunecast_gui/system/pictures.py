# SPDX-License-Identifier: EUPL-1.2
"""Converts any picture into one that both services take: upright, plain colours, small enough, no metadata.

Both services look at what the bytes are and not at their name, and one refuses what the other publishes. So a picture
is decoded and written anew before anything is queued, and only its pixels survive: no EXIF, XMP, IPTC, place, comment
or colour profile.

Limits: Bot API sendPhoto: 10 MB, width + height at most 10000, ratio at most 20. Meta, Cloud API "Media": JPEG or PNG
of at most 5 MB, 8 bits a channel, RGB or RGBA.
"""

from __future__ import annotations

import io
import math
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from comunecast_gui.core.errors import InputError, UserError
from comunecast_gui.core.prepared_file import JPEG, PNG, FileChange, PreparedFile

if TYPE_CHECKING:
    from PIL.Image import Image

Size = tuple[int, int]

MAX_BYTES = 4_900_000
"""Below Meta's 5 MB however a megabyte is counted; ten of them fit into one call of the Bot API (50 MB)."""
MAX_SOURCE_BYTES = 100_000_000
"""Of the file that a person chose."""
MAX_SIDES = 9_990
"""Width and height together, a little below the Bot API's 10000."""
MAX_RATIO = 20
MAX_PIXELS = 50_000_000
"""Of a picture that must be decoded whole: about 600 MB of memory at most while it is converted."""
MAX_JPEG_PIXELS = 120_000_000
"""A JPEG is decoded at half its size where that is enough, as the largest photos of phones need it."""

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_HEIC = frozenset(b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"))
"""How the photos of some phones begin (ISO/IEC 23008-12, brands), for which the library has no decoder."""
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*")
"""How the pictures of these formats begin; what follows may be damaged."""
_LOSSLESS = frozenset({"PNG", "GIF", "BMP", "TIFF"})
_WITH_FRAMES = frozenset({"PNG", "GIF", "WEBP", "TIFF"})
"""Formats with frames or pages that a person would miss; the second picture in a phone's JPEG is not one."""
_PNG_PIXELS = 20_000_000
"""Larger ones take many seconds to write as PNG and would hardly fit."""
_RUNGS = ((math.inf, 90), (math.inf, 80), (4096, 85), (2560, 85), (1600, 80))
"""Longest side in pixels and JPEG quality, tried in this order until the file is small enough."""
_ORIENTATION, _PLACE = 0x0112, 0x8825
"""The tags Orientation and GPSInfo (Exif 2.32)."""
_PROFILE_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_ONE_AT_A_TIME = threading.Lock()
"""Two large pictures at once could take more memory than a workstation has."""


def prepare_picture(data: bytes, name: str) -> PreparedFile:
    """The picture in ``data`` as both services take it; ``name`` is the chosen file's. Takes up to a few seconds.

    Raises InputError("attachment_kind" | "picture_heic" | "picture_damaged" | "picture_too_many_pixels") with the field
    ``attachments``.
    """
    with _ONE_AT_A_TIME, _damage_as_refusal(name):
        return _prepared(data, name)


@contextmanager
def _damage_as_refusal(name: str) -> Iterator[None]:
    """Whatever the decoder raises means that the file is damaged; what it only warns of does not matter here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UserError:
        raise
    except Exception as error:  # a damaged file makes decoders raise a dozen types
        raise _refused("picture_damaged", name) from error


def _prepared(data: bytes, name: str) -> PreparedFile:
    opened = _opened(data, name)
    kind, original = opened.format or "", opened.size
    changes = []
    if kind in _WITH_FRAMES and getattr(opened, "is_animated", False):
        changes.append(FileChange.FIRST_FRAME)
    opened.draft(None, _fitting(original))  # only a JPEG knows how, and only by halves
    if opened.width * opened.height > MAX_PIXELS:
        raise _refused("picture_too_many_pixels", name)
    opened.load()
    turn, placed = _orientation(opened), _names_a_place(opened)
    flat, see_through = _flat(opened)
    del opened
    if see_through:
        changes.append(FileChange.FLATTENED)
    upright = _turned(_resized(flat, _fitting(flat.size)), turn)
    picture = _padded(upright)
    if picture is not upright:
        changes.append(FileChange.PADDED)
    mime, written, size = _written(picture, lossless=kind in _LOSSLESS)
    if max(size) < max(original):
        changes.append(FileChange.SCALED)
    if placed:
        changes.append(FileChange.PLACE_REMOVED)
    return PreparedFile.of(name, mime, written, size=size, changes=tuple(changes))


def _opened(data: bytes, name: str) -> Image:
    """The picture, of which only the head was read."""
    from PIL import Image, UnidentifiedImageError

    try:
        opened = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError:
        raise _refused("picture_too_many_pixels", name) from None
    except UnidentifiedImageError:
        raise _refused(_unidentified(data), name) from None
    if opened.width * opened.height > (MAX_JPEG_PIXELS if opened.format in ("JPEG", "MPO") else MAX_PIXELS):
        raise _refused("picture_too_many_pixels", name)
    return opened


def _unidentified(data: bytes) -> str:
    """Why the library cannot even tell what it is."""
    if data[4:12] in _HEIC:
        return "picture_heic"
    return "picture_damaged" if data.startswith(_BEGINNINGS) else "attachment_kind"


def _orientation(opened: Image) -> int:
    """How a camera was held (Exif 2.32, Orientation); 1 is upright, and what an unreadable tag counts as."""
    try:
        found = opened.getexif().get(_ORIENTATION, 1)
    except Exception:  # the picture itself is sound
        return 1
    return found if isinstance(found, int) else 1


def _names_a_place(opened: Image) -> bool:
    try:
        return bool(opened.getexif().get_ifd(_PLACE))
    except Exception:  # as above
        return False


def _flat(opened: Image) -> tuple[Image, bool]:
    """The picture in sRGB and without transparency, and whether some of it was transparent."""
    from PIL import ImageChops

    profile = opened.info.get("icc_profile")
    if not opened.has_transparency_data:
        return _in_srgb(_eight_bits(opened), profile), False
    layered = opened if opened.mode == "RGBA" else opened.convert("RGBA")
    alpha = layered.getchannel("A")
    flat = _in_srgb(layered.convert("RGB"), profile)
    flat.paste("white", mask=ImageChops.invert(alpha))
    return flat, alpha.getextrema()[0] != 255


def _eight_bits(opened: Image) -> Image:
    """Grey of 16 bits as grey of 8; colours of 16 bits are decoded to 8 by the library."""
    if opened.mode.startswith("I"):
        return opened.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return opened


def _in_srgb(picture: Image, profile: bytes | None) -> Image:
    from PIL import ImageCms

    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = _PROFILE_MODES[source.profile.xcolor_space.strip()]
            if mode == picture.mode or (mode == "RGB" and picture.mode == "P"):
                target = ImageCms.createProfile("sRGB")
                found = ImageCms.profileToProfile(picture.convert(mode), source, target, outputMode="RGB")
                if found is not None:
                    return found
        except (ImageCms.PyCMSError, OSError, KeyError, ValueError):
            pass  # a broken profile: the numbers as they stand are the best guess
    return picture.convert("RGB")


def _fitting(size: Size) -> Size:
    """The largest size of the same shape that both services take, white bands included."""
    long, short = max(size), min(size)
    sides = long + max(short, math.ceil(long / MAX_RATIO))
    return size if sides <= MAX_SIDES else _shrunk(size, MAX_SIDES / sides)


def _shrunk(size: Size, factor: float) -> Size:
    """Smaller by ``factor``; rounded so that the ratio of the sides never grows."""
    width, height = size
    shrink_long, shrink_short = math.floor(max(size) * factor), max(1, math.ceil(min(size) * factor))
    return (shrink_long, shrink_short) if width >= height else (shrink_short, shrink_long)


def _resized(picture: Image, size: Size) -> Image:
    from PIL.Image import Resampling

    return picture if picture.size == size else picture.resize(size, Resampling.LANCZOS)


def _turned(picture: Image, orientation: int) -> Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return picture.transpose(turns[orientation]) if orientation in turns else picture


def _padded(picture: Image) -> Image:
    """With white bands at the long sides of what is too thin: nothing is ever cropped."""
    from PIL import Image

    long, least = max(picture.size), math.ceil(max(picture.size) / MAX_RATIO)
    if min(picture.size) >= least:
        return picture
    wide = picture.width == long
    padded = Image.new("RGB", (long, least) if wide else (least, long), "white")
    gap = (least - min(picture.size)) // 2
    padded.paste(picture, (0, gap) if wide else (gap, 0))
    return padded


def _written(picture: Image, *, lossless: bool) -> tuple[str, bytes, Size]:
    """The MIME type, the bytes and the size of a file that is small enough, as near to the picture as can be."""
    picture.info = {}  # the writers would put a comment or a profile that they find here into the file
    if lossless and picture.width * picture.height <= _PNG_PIXELS:
        data = _saved(picture, "PNG", compress_level=4)
        if len(data) <= MAX_BYTES:
            return PNG, data, picture.size
    for side, quality in _RUNGS:
        smaller = _resized(picture, _shrunk(picture.size, min(1.0, side / max(picture.size))))
        smaller.info = {}
        data = _saved(smaller, "JPEG", quality=quality, subsampling=0, optimize=True)
        if len(data) <= MAX_BYTES:
            return JPEG, data, smaller.size
    raise ValueError("no rung of the ladder was small enough")


def _saved(picture: Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _refused(code: str, name: str) -> InputError:
    return InputError(code, field="attachments", file=name)
