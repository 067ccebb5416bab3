"""B3: whatever somebody uploads is refused in words or cleaned, and costs little memory."""

from __future__ import annotations

import gzip
import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, PngImagePlugin

from norishiro.core import files
from norishiro.core.files import FileRefused
from tests.assurance.evidence import Evidence
from tests.rooms.core.test_files import ACTIONS, GPS, HIDING, flood, pdf, picture, stream

MARK = b"KANARIA-secret"
MEGABYTES = 256

# What other kinds of files begin with; each is also tried behind a name that lies.
OTHERS = {
    "exe": b"MZ\x90\0\x03\0\0\0", "elf": b"\x7fELF\x02\x01\x01", "script": b"#!/bin/sh\nrm -rf /\n",
    "html": b"<!doctype html><script>alert(1)</script>", "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "xml": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    "docm": b"PK\x03\x04\x14\0\x06\0word/vbaProject.bin", "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "rtf": b"{\\rtf1\\object}",
    "zip": b"PK\x03\x04\x14\0", "empty-zip": b"PK\x05\x06" + b"\0" * 18, "7z": b"7z\xbc\xaf\x27\x1c", "rar": b"Rar!\x1a\x07\x01\0",
    "cab": b"MSCF\0\0\0\0", "lnk": b"L\0\0\0\x01\x14\x02\0", "gif": b"GIF89a\x01\0\x01\0", "bmp": b"BM\x46\0\0\0",
    "tiff": b"II*\0\x08\0\0\0", "webp": b"RIFF\x24\0\0\0WEBPVP8 ", "heic": b"\0\0\0\x18ftypheic", "psd": b"8BPS\0\x01",
    "ico": b"\0\0\x01\0\x01\0", "mp4": b"\0\0\0\x18ftypmp42", "mp3": b"ID3\x03\0", "ps": b"%!PS-Adobe-3.0\n", "eps": b"\xc5\xd0\xd3\xc6",
    "class": b"\xca\xfe\xba\xbe", "csv": b"=cmd|' /C calc'!A0\n", "mht": b"MIME-Version: 1.0\r\n", "swf": b"CWS\x0a",
    "eicar": rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    "nothing": b"", "one": b"\0", "text": "ただの文字".encode(), "late-pdf": b"\n" * 20 + b"%PDF-1.7\n%%EOF", "bom-pdf": b"\xef\xbb\xbf%PDF-1.7\n%%EOF",
}  # fmt: skip
LYING_NAMES = ("同意書.pdf", "IMG_0001.jpg", "scan.png")

ODD_NAMES = [
    "../" * 9 + "etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\boot.ini", "a/b/c.pdf", "file:///etc/passwd",
    "%2e%2e%2fpasswd", "a\0.pdf", "a\r\nX-Evil: 1.pdf", '";filename="x.exe', "<script>.pdf", "'; DROP TABLE x;--.pdf",
    "=HYPERLINK(1).pdf", "|calc.pdf", "a?b=c.pdf", "a*b.pdf", "a:b.pdf", "\u202efdp.exe", "\u200bscan.pdf", "\ufeffscan.pdf",
    "CON.pdf", "NUL", ".", "..", "...", " ", "", ".htaccess", "a" * 5000 + ".pdf", "あ" * 5000, "\U0001f600.pdf", "ﾊﾝｶｸ.pdf",
    "scan.pdf.exe", "scan.php\0.pdf", "scan.pdf/", "scan.pdf\\", "~root.pdf", "$HOME.pdf", "`id`.pdf", "scan.pdf::$DATA",
]  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """One file, and the only two things that may happen to it: refused, or cleaned of what it hides."""

    name: str
    content: bytes
    may_be_kept: bool = False
    file_name: str = "scan.pdf"


def corpus(megabytes: tuple[int, ...]) -> Iterator[Sample]:
    yield from _other_kinds()
    yield from _floods()
    yield from _bombs(megabytes)
    yield from _active_pdfs()
    yield from _broken()
    yield from _hiding_pictures()
    for number, name in enumerate(ODD_NAMES):
        yield Sample(f"name-{number}", picture("PNG"), may_be_kept=True, file_name=name)


def _other_kinds() -> Iterator[Sample]:
    for kind, content in OTHERS.items():
        for name in LYING_NAMES:
            yield Sample(f"{kind}-as-{name}", content, file_name=name)


def _floods() -> Iterator[Sample]:
    for width in (4_900, 24_001, 65_000, 1_000_000, 2**31 - 1):
        for height in (5_000, 24_000, 65_000, 2**31 - 1):
            yield Sample(f"flood-{width}x{height}", flood(width, height))


def _bombs(megabytes: tuple[int, ...]) -> Iterator[Sample]:
    for size in megabytes:
        packed = zlib.compressobj(1)
        bomb = b"".join(packed.compress(b"\0" * 1024 * 1024) for _ in range(size)) + packed.flush()
        yield Sample(f"pdf-bomb-{size}", pdf(stream(b"/Filter /FlateDecode", bomb)))
        yield Sample(f"pdf-objects-{size}", pdf(stream(b"/Type /ObjStm /Filter /FlateDecode", bomb)))
        yield Sample(f"pdf-nested-{size}", pdf(stream(b"/Filter [/Fl /Fl]", zlib.compress(bomb))))
    many = pdf(*[stream(b"/Filter /FlateDecode", zlib.compress(b"\0" * 30_000_000)) for _ in range(8)])
    yield Sample("pdf-many-small-bombs", many)
    for name in ("Title", "Comment"):
        yield Sample(f"png-text-bomb-{name}", _png_with_text(name, "0" * 80_000_000), may_be_kept=True)
    yield Sample("gzip-of-pdf", gzip.compress(pdf()))
    yield Sample("too-large", pdf() + b" " * files.LIMIT + b"%%EOF")


def _png_with_text(key: str, text: str) -> bytes:
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text(key, text, zip=True)
    Image.new("L", (9, 9)).save(out, format="PNG", pnginfo=info)
    return out.getvalue()


def _active_pdfs() -> Iterator[Sample]:
    for number, action in enumerate(ACTIONS):
        for way, hide in enumerate(HIDING):
            yield Sample(f"active-{number}-{way}", hide(action))
    yield Sample("pdf-zip", pdf() + b"PK\x05\x06" + b"\0" * 18)
    yield Sample("pdf-zip-before-end", pdf(b"%PK\x05\x06" + b"\0" * 18 + b"\n"))
    yield Sample("pdf-html", pdf() + b"<script>" * 20)


def _broken() -> Iterator[Sample]:
    for kind in ("JPEG", "PNG"):
        whole = picture(kind, size=(30, 30))
        for part in range(1, 12):
            yield Sample(f"cut-{kind}-{part}", whole[: len(whole) * part // 14], may_be_kept=kind == "JPEG")
    for part in range(1, 13):
        yield Sample(f"cut-pdf-{part}", pdf()[: len(pdf()) * part // 14])
    for kind, start in (("JPEG", b"\xff\xd8\xff"), ("PNG", b"\x89PNG\r\n\x1a\n")):
        for number in range(8):
            yield Sample(
                f"noise-{kind}-{number}", start + bytes((number * 37 + at * at) % 256 for at in range(400))
            )


def _hiding_pictures() -> Iterator[Sample]:
    exif = Image.Exif()
    exif[0x010F] = exif[0x9286] = MARK.decode()
    exif.get_ifd(GPS)[29] = MARK.decode()
    for kind in ("JPEG", "PNG"):
        yield Sample(f"exif-{kind}", picture(kind, exif=exif), may_be_kept=True)
        yield Sample(f"icc-{kind}", picture(kind, icc_profile=MARK * 9), may_be_kept=True)
        yield Sample(f"dpi-{kind}", picture(kind, dpi=(72, 72)) + MARK, may_be_kept=True)
        for tail in (b"PK\x03\x04", b"<script>", b"%PDF-1.7", b"<?php ", b"\xff\xd8\xff", b"\0" * 99):
            yield Sample(f"tail-{kind}-{tail[:6]!r}", picture(kind) + tail + MARK, may_be_kept=True)
    yield Sample("jpeg-comment", picture("JPEG", comment=MARK), may_be_kept=True)
    yield Sample("jpeg-xmp", picture("JPEG", xmp=b"<x:xmpmeta>" + MARK), may_be_kept=True)
    yield Sample("jpeg-app13", _after_start(picture("JPEG"), b"\xff\xed", MARK), may_be_kept=True)
    yield Sample(
        "jpeg-app15", _after_start(picture("JPEG"), b"\xff\xef", b"<script>" + MARK), may_be_kept=True
    )
    for key in ("Location", "Author", "XML:com.adobe.xmp"):
        yield Sample(f"png-text-{key}", _png_with_text(key, MARK.decode()), may_be_kept=True)
    yield Sample("png-frames", _two_frames(), may_be_kept=True)


def _after_start(jpeg: bytes, marker: bytes, body: bytes) -> bytes:
    return jpeg[:2] + marker + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def _two_frames() -> bytes:
    out = io.BytesIO()
    first, second = Image.new("L", (9, 9)), Image.new("L", (9, 9), 255)
    first.save(out, format="PNG", save_all=True, append_images=[second])
    return out.getvalue()


def fate(sample: Sample) -> str:
    """ "refused", "cleaned", or what went wrong."""
    try:
        kept = files.clean(sample.content, name=sample.file_name)
    except FileRefused as refused:
        return "refused" if str(refused) else "refused without words"
    if not sample.may_be_kept:
        return "kept"
    return "cleaned" if _is_clean(kept) else "not clean"


def _is_clean(kept: files.CleanFile) -> bool:
    with Image.open(io.BytesIO(kept.content)) as image:
        bare = (
            len(image.getexif()) == 0
            and "icc_profile" not in image.info
            and getattr(image, "n_frames", 1) == 1
        )
    stem = kept.name.rpartition(".")[0]
    odd = set('/\\<>:"|?*;%\0\r\n\u202e\u200b\ufeff') & set(kept.name)
    ends = kept.name.endswith(files.ENDINGS[kept.kind])
    return bare and MARK not in kept.content and not odd and ends and 0 < len(stem) <= files.NAME_LENGTH


def test_every_file_of_the_corpus_is_refused_or_cleaned(evidence: Evidence) -> None:
    samples = list(corpus((201, 500, 1_000)[: evidence.at_scale(small=1, ci=3, nightly=3)]))
    fates = {sample.name: fate(sample) for sample in samples}
    wrong = {name: one for name, one in fates.items() if one not in ("refused", "cleaned")}

    assert len(fates) == len(samples), "every sample has its own name"
    assert fate(Sample("sound", picture("JPEG"), may_be_kept=True)) == "cleaned"
    assert fate(Sample("sound", pdf())) == "kept"
    evidence.shows(
        row="B3",
        figure=(
            f"悪いファイル {len(samples)} 個: 拒否 {list(fates.values()).count('refused')}、"
            f"洗浄 {list(fates.values()).count('cleaned')}、すり抜け {len(wrong)} {sorted(wrong)[:5] or ''}"
        ),
        target="300 個以上、すり抜け 0",
        holds=len(samples) >= 300 and wrong == {},
    )


def test_no_upload_takes_much_memory(evidence: Evidence) -> None:
    """The largest picture that is taken, and the worst bombs, in a process of their own."""
    code = "from tests.assurance import test_b03_files as b3; b3.print_memory()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2], env={"DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    taken = int(done.stdout)

    evidence.shows(
        row="B3",
        figure=f"一つの受け取りに、多くて {taken} MB",
        target=f"{MEGABYTES} MB 以下",
        holds=taken <= MEGABYTES,
    )


def print_memory() -> None:
    """The peak of this process above what it had with everything loaded."""
    turned = Image.Exif()
    turned[0x0112] = 6
    largest = [
        picture("PNG", size=(6000, 4000)), picture("PNG", size=(4000, 6000), mode="RGBA"),
        picture("JPEG", size=(6000, 4000), exif=turned), picture("JPEG", size=(6000, 4000), progressive=True),
    ]  # fmt: skip
    bombs = list(_bombs((201,)))
    path = Path("/proc/self/status")
    own = next(int(line.split()[1]) for line in path.read_text().splitlines() if line.startswith("VmRSS"))
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of painting the samples
    for content in largest:
        files.clean(content, name="scan")
    for sample in (*_floods(), *bombs):
        fate(sample)
    peak = next(int(line.split()[1]) for line in path.read_text().splitlines() if line.startswith("VmHWM"))
    sys.stdout.write(str((peak - own) // 1024))
