# SPDX-License-Identifier: EUPL-1.2
"""Whatever picture is chosen, what comes out is one that both services take, and holds nothing but pixels."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.prepared_file import FileChange, PreparedFile
from comunecast_gui.system.pictures import MAX_BYTES, prepare_picture

RED, BLUE = (220, 30, 30), (20, 40, 200)


def scene(width: int = 120, height: int = 80) -> Image.Image:
    """Red above, blue below: so that a turned or mirrored picture is seen to be one."""
    picture = Image.new("RGB", (width, height), BLUE)
    if height > 1:
        ImageDraw.Draw(picture).rectangle((0, 0, width, height // 2 - 1), fill=RED)
    return picture


def noise(width: int, height: int) -> Image.Image:
    """A picture that no encoder makes small."""
    return Image.effect_noise((width, height), 80).convert("RGB")


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def raw_png(width: int, height: int, bits: int, colours: int, row: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    body = zlib.compress((b"\0" + row) * min(height, 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def opened(prepared: PreparedFile) -> Image.Image:
    picture = Image.open(io.BytesIO(prepared.data))
    picture.load()
    return picture


def is_near(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 30 for one, other in zip(found, wanted, strict=True))


def suits_both(prepared: PreparedFile) -> bool:
    """Bot API sendPhoto, and Meta's Cloud API "Media", read strictly."""
    picture = opened(prepared)
    long, short = max(picture.size), min(picture.size)
    return (
        picture.format == {"image/jpeg": "JPEG", "image/png": "PNG"}[prepared.mime]
        and picture.mode == "RGB"
        and long + short <= 10_000
        and long <= 20 * short
        and len(prepared.data) <= 5_000_000
        and picture.size == (prepared.width, prepared.height)
        and list(parts_of(prepared.data)) == []
    )


def parts_of(data: bytes) -> Iterator[str]:
    """The names of everything in a JPEG or PNG that is not needed to show its pixels."""
    if data.startswith(b"\x89PNG"):
        at = 8
        while at < len(data):
            length, kind = struct.unpack(">I4s", data[at : at + 8])
            if kind not in (b"IHDR", b"IDAT", b"IEND"):
                yield kind.decode()
            at += 12 + length
        return
    at = 2
    while data[at + 1] != 0xDA:  # from the scan on there are only pixels
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        jfif = marker == 0xE0 and data[at + 4 : at + 9] == b"JFIF\0" and length == 16
        if not jfif and marker not in (0xDB, 0xC4, 0xC0, 0xC2, 0xDD):
            yield f"{marker:x}"
        at += 2 + length
    assert data.endswith(b"\xff\xd9")


PICTURES = {
    "a CMYK JPEG": lambda: encoded(scene().convert("CMYK"), "JPEG"),
    "a grey JPEG": lambda: encoded(scene().convert("L"), "JPEG"),
    "a progressive JPEG": lambda: encoded(scene(), "JPEG", progressive=True),
    "a grey PNG of 16 bits": lambda: raw_png(9, 9, 16, 0, b"\xc0\x00" * 9),
    "a colour PNG of 16 bits": lambda: raw_png(9, 9, 16, 2, b"\xc0\x00\x10\x00\x20\x00" * 9),
    "a transparent PNG of 16 bits": lambda: raw_png(9, 9, 16, 6, b"\xc0\x00\x10\x00\x20\x00\xff\xff" * 9),
    "a PNG of one bit": lambda: encoded(scene().convert("1"), "PNG"),
    "a PNG with a palette": lambda: encoded(scene().convert("P"), "PNG"),
    "a palette with a transparent colour": lambda: encoded(scene().convert("P"), "PNG", transparency=0),
    "a palette with transparent colours": lambda: encoded(scene().convert("P"), "PNG", transparency=bytes(range(200))),
    "6000 x 5000": lambda: encoded(scene(6000, 5000), "JPEG"),
    "41 to 1": lambda: encoded(scene(4100, 100), "PNG"),
    "1 to 41": lambda: encoded(scene(100, 4100), "PNG"),
    "400 to 1 and too large": lambda: encoded(scene(20_000, 50), "PNG"),
    "one pixel": lambda: encoded(scene(1, 2), "PNG"),
    "one line": lambda: encoded(scene(9000, 1), "PNG"),
    "a GIF": lambda: encoded(scene(), "GIF"),
    "a WebP": lambda: encoded(scene(), "WEBP"),
    "a TIFF": lambda: encoded(scene(), "TIFF", compression="tiff_lzw"),
    "a CMYK TIFF": lambda: encoded(scene().convert("CMYK"), "TIFF"),
    "a BMP": lambda: encoded(scene(), "BMP"),
    "a PNG of 11 MB": lambda: encoded(noise(2200, 1700), "PNG", compress_level=1),
    "a JPEG of 6 MB": lambda: encoded(noise(2200, 1700), "JPEG", quality=100, subsampling=0),
}


@pytest.mark.parametrize("data", [pytest.param(make, id=name) for name, make in PICTURES.items()])
def test_a_prepared_picture_suits_both_services(data: Any) -> None:
    prepared = prepare_picture(data(), "foto.jpg")
    assert suits_both(prepared)
    assert len(prepared.data) <= MAX_BYTES
    again = prepare_picture(prepared.data, prepared.name)
    assert (again.width, again.height, again.mime) == (prepared.width, prepared.height, prepared.mime)
    assert again.changes == ()


def test_the_extension_is_the_one_of_what_the_bytes_are() -> None:
    assert prepare_picture(encoded(scene(), "PNG"), "mappa.jpg").name == "mappa.png"
    assert prepare_picture(encoded(scene(), "JPEG"), "mappa.JPEG").name == "mappa.JPEG"
    assert prepare_picture(encoded(scene(), "GIF"), "mappa dei lavori.gif").name == "mappa dei lavori.png"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whatever_way_the_camera_was_held(orientation: int) -> None:
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]  # the inverse of what the tag asks for
    stored = scene() if back is None else scene().transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = opened(prepare_picture(encoded(stored, "JPEG", exif=exif, quality=95), "foto.jpg"))
    assert picture.size == (120, 80)
    assert is_near(picture.getpixel((5, 5)), RED)
    assert is_near(picture.getpixel((115, 75)), BLUE)


def test_no_picture_metadata_survives() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x8825] = "Canon", "2026:11:30 08:30:00", {1: "N", 2: (43.0, 41.0, 1.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(
        scene(), "JPEG", exif=exif, comment=b"via Roma 1", icc_profile=profile, xmp=b"<x:xmpmeta/>", dpi=(300, 300)
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00"
    data = data[:2] + b"\xff\xed" + struct.pack(">H", 2 + len(iptc)) + iptc + data[2:]
    assert {"e1", "e2", "ed", "fe"} <= set(parts_of(data))
    prepared = prepare_picture(data, "foto.jpg")
    assert list(parts_of(prepared.data)) == []
    assert b"Canon" not in prepared.data
    assert FileChange.PLACE_REMOVED in prepared.changes
    png = encoded(scene(), "PNG", exif=exif, icc_profile=profile, dpi=(300, 300))
    assert {"eXIf", "iCCP", "pHYs"} <= set(parts_of(png))
    assert list(parts_of(prepare_picture(png, "foto.png").data)) == []


def test_colours_look_as_the_profile_says() -> None:
    sent = ImageCms.ImageCmsProfile(io.BytesIO(swapped_profile()))
    picture = Image.new("RGB", (8, 8), (255, 0, 0))
    found = opened(prepare_picture(encoded(picture, "PNG", icc_profile=sent.tobytes()), "mappa.png"))
    assert is_near(found.getpixel((4, 4)), (0, 0, 255))  # in that profile the first channel is blue
    broken = opened(prepare_picture(encoded(picture, "PNG", icc_profile=b"no profile"), "mappa.png"))
    assert is_near(broken.getpixel((4, 4)), (255, 0, 0))


def swapped_profile() -> bytes:
    """sRGB with the colours of the first and the third channel exchanged (ICC.1: the tags rXYZ and bXYZ)."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")


def test_grey_of_sixteen_bits_keeps_its_shades() -> None:
    dark = opened(prepare_picture(raw_png(9, 9, 16, 0, b"\x20\x00" * 9), "grigio.png"))
    light = opened(prepare_picture(raw_png(9, 9, 16, 0, b"\xe0\x00" * 9), "grigio.png"))
    assert is_near(dark.getpixel((4, 4)), (0x20,) * 3)
    assert is_near(light.getpixel((4, 4)), (0xE0,) * 3)


def test_transparency_becomes_white_and_is_said() -> None:
    layered = scene().convert("RGBA")
    layered.putalpha(0)
    prepared = prepare_picture(encoded(layered, "PNG"), "logo.png")
    assert opened(prepared).getpixel((5, 5)) == (255, 255, 255)
    assert prepared.changes == (FileChange.FLATTENED,)
    opaque = scene().convert("RGBA")
    assert prepare_picture(encoded(opaque, "PNG"), "logo.png").changes == ()


def test_a_long_picture_gets_white_bands_and_is_never_cropped() -> None:
    prepared = prepare_picture(encoded(scene(4100, 100), "PNG"), "striscione.png")
    assert prepared.changes == (FileChange.PADDED,)
    picture = opened(prepared)
    assert picture.size == (4100, 205)
    assert picture.getpixel((2000, 2)) == picture.getpixel((2000, 203)) == (255, 255, 255)
    assert is_near(picture.getpixel((0, 60)), RED)
    assert is_near(picture.getpixel((4099, 140)), BLUE)


def test_of_an_animation_the_first_frame_goes_out_and_is_said() -> None:
    frames = [scene(), scene().rotate(180)]
    for kind in ("GIF", "WEBP", "TIFF", "PNG"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        prepared = prepare_picture(data, f"animata.{kind.lower()}")
        assert prepared.changes == (FileChange.FIRST_FRAME,), kind
        assert is_near(opened(prepared).getpixel((5, 5)), RED)


def test_a_large_photo_is_scaled_down_and_said() -> None:
    prepared = prepare_picture(encoded(scene(6000, 5000), "JPEG"), "foto.jpg")
    assert prepared.changes == (FileChange.SCALED,)
    assert prepared.width / prepared.height == pytest.approx(6 / 5, rel=0.01)


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as refused:
        prepare_picture(data, "foto.jpg")
    assert refused.value.field == "attachments"
    assert refused.value.values["file"] == "foto.jpg"
    return refused.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    data = encoded(noise(200, 150), kind)
    for share in (0.3, 0.6, 0.9):
        assert refusal(data[: int(len(data) * share)]) in ("picture_damaged", "attachment_kind")


def test_a_file_that_is_no_picture_is_refused() -> None:
    assert refusal(b"") == "attachment_kind"
    assert refusal(b"Questo non \xc3\xa8 un'immagine") == "attachment_kind"
    assert refusal(b"\0\0\0\x18ftypheic" + bytes(100)) == "picture_heic"
    assert refusal(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == "attachment_kind"


def test_a_decompression_bomb_is_refused_before_it_is_decoded() -> None:
    assert refusal(raw_png(60_000, 60_000, 8, 2, b"\0" * 30)) == "picture_too_many_pixels"
    assert refusal(raw_png(10_000, 9_000, 8, 2, b"\0" * 30)) == "picture_too_many_pixels"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"]), st.data())
def test_a_damaged_file_is_a_picture_or_a_refusal_and_nothing_else(kind: str, data: st.DataObject) -> None:
    whole = bytearray(encoded(scene(40, 30), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(whole)) in ("suits both", "attachment_kind", "picture_damaged", "picture_too_many_pixels")


def outcome(data: bytes) -> str:
    try:
        prepared = prepare_picture(data, "foto.jpg")
    except InputError as error:
        return error.code
    return "suits both" if suits_both(prepared) else "one of the services would refuse it"
