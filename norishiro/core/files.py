"""A file from outside: taken into memory only, told by its content, and cleaned before anybody keeps it.

Pictures are painted anew, so that nothing but the picture remains: no place where it was taken, no second file hidden
behind it. A PDF cannot be painted anew here; one that does anything by itself, or hides what it does, is refused.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from PIL import Image, ImageOps

MEGABYTE = 1024 * 1024
LIMIT = 10 * MEGABYTE
DRAINED = 512 * MEGABYTE  # what one request may pour in before the connection is ended
PIXELS = 24_000_000  # an A4 page at 400 dpi has 15 million
NAME_LENGTH = 80

PDF, JPEG, PNG = "PDF", "JPEG", "PNG"
MEDIA_TYPES = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}

TOO_LARGE = f"ファイルが大きすぎます（{LIMIT // MEGABYTE} MB まで）。白黒にするか、解像度を下げて、もう一度読み取ってください。"
WRONG_KIND = (
    "PDF・JPEG・PNG のどれでもありません。スキャナーで PDF か JPEG にしてから、選びなおしてください。"
)
BROKEN = "ファイルが壊れているか、途中で切れています。もう一度読み取ってから、選びなおしてください。"
TOO_MANY_PIXELS = "画像が細かすぎます。解像度を 300 dpi くらいに下げて、もう一度読み取ってください。"
ACTIVE_PDF = (
    "この PDF には、動くしかけ（プログラム、添付ファイル、暗号など）が入っています。"
    "印刷してからスキャナーで読み取り、その PDF を選んでください。"
)


class FileRefused(ValueError):
    """A file that is not taken; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class CleanFile:
    """A file that may be kept: its kind by content, its bytes as cleaned, a name that is only a name."""

    kind: str
    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def clean(content: bytes, *, name: str) -> CleanFile:
    """Check and clean one file; raises ``FileRefused`` in words."""
    if len(content) > LIMIT:
        raise FileRefused(TOO_LARGE)
    kind = kind_of(content)
    if kind == PDF:
        refuse_active(content)
        return CleanFile(kind=kind, name=safe_name(name, kind=kind), content=content)
    return CleanFile(kind=kind, name=safe_name(name, kind=kind), content=_painted_anew(content, kind))


def kind_of(content: bytes) -> str:
    """What the content says it is; the name says nothing."""
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    raise FileRefused(WRONG_KIND)


def safe_name(name: str, *, kind: str) -> str:
    """The last part of the name, without anything that could steer a computer or mislead an eye."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(one for one in last if unicodedata.category(one)[0] not in "CZ" or one == " ")
    stem = re.sub(r'[<>:"|?*;%]', "", visible.rpartition(".")[0] or visible).strip(". ")
    return (stem[:NAME_LENGTH] or "控え") + ENDINGS[kind]


# --- pictures ------------------------------------------------------------------------------------


def _painted_anew(content: bytes, kind: str) -> bytes:
    picture = _decoded(content, kind)
    out = io.BytesIO()
    picture.save(out, format=kind, **({"quality": 88} if kind == JPEG else {}))
    cleaned = out.getvalue()
    if len(cleaned) > LIMIT:
        raise FileRefused(TOO_LARGE)
    return cleaned


def _decoded(content: bytes, kind: str) -> Image.Image:
    """The pixels, upright, in grey or colours. The size is asked before any of them is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(content), formats=[kind])
            if picture.width * picture.height > PIXELS:
                raise FileRefused(TOO_MANY_PIXELS)
            ImageOps.exif_transpose(picture, in_place=True)
            return _bare(picture)
    except FileRefused:
        raise
    except Image.DecompressionBombError:
        raise FileRefused(TOO_MANY_PIXELS) from None
    except Exception:  # whatever a decoder stumbles over, the file is not one we keep
        raise FileRefused(BROKEN) from None


def _bare(picture: Image.Image) -> Image.Image:
    """A picture with nothing but its pixels; never more than two of that size in memory at once."""
    mode = "L" if picture.mode in ("1", "L", "LA", "I;16", "I") else "RGB"
    if picture.mode != mode:
        flat = picture.convert(mode)
        flat.info.clear()
        return flat
    bare = Image.new(mode, picture.size)
    bare.paste(picture)
    return bare


# --- PDF -----------------------------------------------------------------------------------------

UNPACKED = 200 * MEGABYTE  # what all streams together may hold
PIECE = 256 * 1024

_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|AA|SubmitForm|ImportData|GoToR|GoToE|Encrypt"
    rb"|Movie|Sound|Rendition|3D|Collection)(?![A-Za-z0-9])"
)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<![a-z])stream\r?\n")
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
_FILTERS = re.compile(
    rb"/(FlateDecode|Fl|LZWDecode|LZW|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL)\b"
)


def refuse_active(content: bytes) -> None:
    """Refuse a PDF that acts by itself, carries another file, is locked, or unpacks into far more than it is."""
    if not content.rstrip(b"\r\n \0").endswith(b"%%EOF"):
        raise FileRefused(BROKEN)
    if b"PK\x05\x06" in content:  # also a ZIP archive
        raise FileRefused(ACTIVE_PDF)
    outside = []
    end = budget = 0
    for start, stop, head in _streams(content):
        outside.append(content[end:start])
        body, end = content[start:stop], stop
        budget = _look_into(body, head, budget)
    outside.append(content[end:])
    _refuse_words(b"".join(outside))


def _streams(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each stream begins and ends, and the dictionary before it."""
    position = 0
    while found := _STREAM.search(content, position):
        stop = content.find(b"endstream", found.end())
        if stop < 0:
            raise FileRefused(BROKEN)
        head = content[max(content.rfind(b"obj", 0, found.start()), position) : found.start()]
        yield found.end(), stop, head
        position = stop + len(b"endstream")


def _look_into(body: bytes, head: bytes, budget: int) -> int:
    """Objects may hide in packed streams, and an object in a stream could be reached by a false table."""
    if _OBJECT.search(body):
        raise FileRefused(ACTIVE_PDF)
    plain_head = _unescaped(head)
    filters = _FILTERS.findall(plain_head)
    holds_objects = b"/ObjStm" in plain_head
    if len(filters) > 1 or (holds_objects and filters not in ([], [b"FlateDecode"], [b"Fl"])):
        raise FileRefused(ACTIVE_PDF)
    if not filters:
        if holds_objects:
            _refuse_words(body)
        return budget + len(body)
    if filters[0] not in (b"FlateDecode", b"Fl"):
        return budget + len(body)
    for piece in _inflated(body):
        budget += len(piece)
        if budget > UNPACKED:
            raise FileRefused(TOO_LARGE)
        if holds_objects:
            _refuse_words(piece)
    return budget


def _inflated(body: bytes) -> Iterator[bytes]:
    """Piece by piece; each overlaps the one before, so that no word is cut in two."""
    unpack, rest, tail = zlib.decompressobj(), body.lstrip(b"\r\n"), b""
    try:
        while rest and not unpack.eof:
            piece = unpack.decompress(rest, PIECE)
            rest = unpack.unconsumed_tail
            yield tail + piece
            tail = piece[-64:]
            if not piece and not rest:
                return
    except zlib.error:
        raise FileRefused(BROKEN) from None


def _refuse_words(text: bytes) -> None:
    if _ACTIVE.search(_unescaped(text)):
        raise FileRefused(ACTIVE_PDF)


def _unescaped(text: bytes) -> bytes:
    """Names may be spelled with #xx."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text)


# --- receiving -----------------------------------------------------------------------------------


class InMemory(FileUploadHandler):
    """Takes what is uploaded into memory: nothing readable ever lies in a temporary folder.

    Beyond the limit, counted over the whole request, the content is let go and only its size is kept: a browser shows
    no answer before it has sent everything, so the rest is poured away, and the field can say in words that it is too
    large beside all that was typed. Only what no camera makes ends the connection.
    """

    chunk_size = 64 * 1024
    total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.parts: list[bytes] = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.total += len(raw_data)
        if self.total > DRAINED:
            raise StopUpload(connection_reset=True)
        if self.total > LIMIT:
            self.parts.clear()
        else:
            self.parts.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        content = b"".join(self.parts) if self.total <= LIMIT else b""
        size = file_size if self.total <= LIMIT else max(file_size, LIMIT + 1)
        return InMemoryUploadedFile(
            io.BytesIO(content), self.field_name, self.file_name, self.content_type, size, self.charset
        )
