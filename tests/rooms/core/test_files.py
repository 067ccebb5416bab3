"""Files from outside: what is taken, how it is cleaned, and what is refused in words."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory
from PIL import Image

from norishiro.core import files
from norishiro.core.files import (
    ACTIVE_PDF,
    BROKEN,
    LIMIT,
    TOO_LARGE,
    TOO_MANY_PIXELS,
    WRONG_KIND,
    FileRefused,
)
from norishiro.core.forms import Form, ScanField

GPS = 0x8825


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode in ("1", "P") else "white").save(out, format=kind, **options)
    return out.getvalue()


def pdf(*objects: bytes, catalog: bytes = b"<< /Type /Catalog /Pages 2 0 R >>") -> bytes:
    """A small PDF as a scanner writes it."""
    parts = [
        b"1 0 obj\n" + catalog + b"\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n",
    ]
    return b"%PDF-1.7\n" + b"".join([*parts, *objects]) + b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def stream(head: bytes, body: bytes) -> bytes:
    return b"5 0 obj\n<< " + head + b" /Length %d >>\nstream\n" % len(body) + body + b"\nendstream\nendobj\n"


def refused(content: bytes, name: str = "scan.pdf") -> str:
    with pytest.raises(FileRefused) as told:
        files.clean(content, name=name)
    return str(told.value)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16")])  # fmt: skip
def test_a_picture_is_painted_anew(kind: str, mode: str) -> None:
    cleaned = files.clean(picture(kind, mode=mode if mode != "CMYK" else "RGB"), name="scan")

    with Image.open(io.BytesIO(cleaned.content)) as image:
        assert (cleaned.kind, image.format, image.size) == (kind, kind, (60, 40))


def test_where_a_photo_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "みなとカメラ"
    exif.get_ifd(GPS)[2] = (35.0, 40.0, 1.0)
    with_place = picture(exif=exif, comment=b"secret place")
    assert b"secret place" in with_place

    cleaned = files.clean(with_place, name="photo.jpg").content

    with Image.open(io.BytesIO(cleaned)) as image:
        assert (len(image.getexif()), image.info.get("comment")) == (0, None)
    assert b"secret place" not in cleaned


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    cleaned = files.clean(picture(exif=exif), name="photo.jpg")

    with Image.open(io.BytesIO(cleaned.content)) as image:
        assert image.size == (40, 60)


def test_what_hides_behind_a_picture_is_gone() -> None:
    hidden = picture("PNG") + b"PK\x03\x04<script>alert(1)</script>"

    assert b"<script>" not in files.clean(hidden, name="a.png").content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", WRONG_KIND),
        (b"MZ\x90\0", WRONG_KIND),
        (b"PK\x03\x04", WRONG_KIND),
        (b"<html><script>", WRONG_KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", WRONG_KIND),
        (b"GIF89a", WRONG_KIND),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WRONG_KIND),
        (b" %PDF-1.7\n%%EOF", WRONG_KIND),
        (b"%PDF-1.7\n", BROKEN),
        (b"\xff\xd8\xff\xe0", BROKEN),
        (b"\x89PNG\r\n\x1a\n", BROKEN),
        (b"%PDF-1.7\n" + b"0" * LIMIT, TOO_LARGE),
    ],
)
def test_what_is_no_scan_is_refused(content: bytes, sentence: str) -> None:
    assert refused(content) == sentence


def test_every_cut_of_a_picture_is_refused_or_whole() -> None:
    whole = picture("PNG", size=(9, 9))
    for length in range(len(whole) - 24):  # behind the pixels stand only sums and the end
        assert refused(whole[:length]) in (BROKEN, WRONG_KIND)


def flood(width: int, height: int) -> bytes:
    """Some bytes that claim to be a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"), [(5000, 5000), (60_000, 60_000), (2**31 - 1, 2), (24_000_001, 1)]
)
def test_a_flood_of_pixels_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    assert refused(flood(width, height)) == TOO_MANY_PIXELS


def test_a_scanned_pdf_is_kept_as_it_is() -> None:
    page = stream(b"/Type /XObject /Subtype /Image /Filter /DCTDecode", picture())
    words = stream(b"/Filter /FlateDecode", zlib.compress(b"BT (page) Tj ET"))
    opened = b"<< /Type /Catalog /Pages 2 0 R /OpenAction [2 0 R /Fit] >>"
    whole = pdf(page, words, catalog=opened)

    assert files.clean(whole, name="同意書.pdf") == files.CleanFile(
        kind="PDF", name="同意書.pdf", content=whole
    )


ACTIONS = [
    b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    b"/OpenAction << /S /#4aavaScript /#4A#53 (app.alert(1)) >>",
    b"/AA << /O 7 0 R >>",
    b"/A << /S /Launch /F (cmd.exe) >>",
    b"/Names << /EmbeddedFiles 9 0 R >>",
    b"/AcroForm << /XFA 8 0 R >>",
    b"/A << /S /SubmitForm >>",
    b"/A << /S /GoToR /F (x.pdf) >>",
    b"/Encrypt 6 0 R",
    b"/Annots [<< /Subtype /RichMedia >>]",
    b"/Collection << >>",
]
HIDING: list[Callable[[bytes], bytes]] = [
    lambda action: pdf(catalog=b"<< /Type /Catalog " + action + b" >>"),
    lambda action: pdf(stream(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(b"1 0 << " + action + b" >>"))),
    lambda action: pdf(stream(b"/Type /ObjStm /Filter /#46lateDecode", zlib.compress(b" " * 600_000 + action))),
    lambda action: pdf(stream(b"/Type /ObjStm", b"1 0 << " + action + b" >>")),
    lambda action: pdf(stream(b"/Subtype /Image", b"7 0 obj << " + action + b" >> endobj")),
    lambda action: pdf() + b"7 0 obj << " + action + b" >> endobj\n%%EOF",
]  # fmt: skip


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("hide", range(len(HIDING)))
def test_a_pdf_that_acts_is_refused_wherever_it_hides_it(action: bytes, hide: int) -> None:
    assert refused(HIDING[hide](action)) == ACTIVE_PDF


def test_a_pdf_that_unpacks_without_end_is_refused() -> None:
    bomb = zlib.compress(b"\0" * (files.UNPACKED + 1))

    assert refused(pdf(stream(b"/Filter /FlateDecode", bomb))) == TOO_LARGE
    assert refused(pdf(stream(b"/Filter [/FlateDecode /FlateDecode]", zlib.compress(bomb)))) == ACTIVE_PDF
    assert refused(pdf(stream(b"/Type /ObjStm /Filter /LZWDecode", b"\x80\x0b"))) == ACTIVE_PDF


@pytest.mark.parametrize("odd", [b"PK\x05\x06" + b"\0" * 18, b"<html>" * 300])
def test_a_pdf_that_is_something_else_as_well_is_refused(odd: bytes) -> None:
    assert refused(pdf() + odd) in (BROKEN, ACTIVE_PDF)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("同意書.pdf", "同意書.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\hana\\scan 1.PDF", "scan 1.pdf"),
        ("写真.jpg.exe", "写真.jpg.pdf"),
        ("\u202egpj.exe", "gpj.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ('";filename="x.html', "filename=x.pdf"),
        ("", "控え.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("CON:.pdf", "CON.pdf"),
        ("あ" * 300 + ".pdf", "あ" * 80 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert files.safe_name(given, kind="PDF") == kept


# --- receiving -----------------------------------------------------------------------------------


class OneScan(Form):
    scan = ScanField(label="書面の控え")


def posted(content: bytes, name: str = "scan.pdf") -> OneScan:
    upload = io.BytesIO(content)
    upload.name = name
    request = RequestFactory().post("/", {"scan": upload})
    return OneScan(request.POST, request.FILES)


def test_an_upload_is_taken_into_memory() -> None:
    form = posted(pdf())

    assert form.is_valid(), form.errors
    assert form.cleaned_data["scan"].content == pdf()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\n" + b"0" * LIMIT, TOO_LARGE),
        (b"", "選ばれたファイルは空です。もう一度読み取ってから、選びなおしてください。"),
        (b"MZ", WRONG_KIND),
    ],
)
def test_the_field_says_why(content: bytes, sentence: str) -> None:
    assert posted(content).errors["scan"] == [sentence]


def test_no_file_is_said_at_the_field() -> None:
    request = RequestFactory().post("/", {})

    assert OneScan(request.POST, request.FILES).errors["scan"] == [
        "書面の控えが選ばれていません。読み取ったファイルを選んでください。"
    ]


def test_far_beyond_the_limit_nothing_is_kept_and_at_last_the_connection_ends() -> None:
    handler, piece = files.InMemory(), b"0" * LIMIT
    handler.new_file("scan", "scan.pdf", "application/pdf", None)
    for _ in range(files.DRAINED // LIMIT):
        handler.receive_data_chunk(piece, 0)
    assert handler.parts == []

    with pytest.raises(StopUpload):
        handler.receive_data_chunk(piece, 0)
