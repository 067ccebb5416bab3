"""What lies in a second place: whole copies in folders of their own, and the log that leads on from them.

``base-20261123T031500Z`` holds the sealed database, the sealed small files, a manifest and the sums of all three, as
``sha256sum -c`` reads them; it gets its name when it is whole. Pieces of the log carry the moment and their own sum in
their names, so that no list beside them can be torn.
"""

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from config.backup import rules, sealing
from config.refusal import StartRefused

DATABASE, SMALL, MANIFEST, SUMS = "database.tar.gz.age", "home.tar.gz.age", "manifest.json", "SHA256SUMS"
LOG = "wal"
DRAFT = ".draft-"
BASE = re.compile(r"base-(\d{8}T\d{6}Z)")
PIECE = re.compile(r"([0-9A-F]{24}|[0-9A-F]{8}\.history)-(\d{8}T\d{6}Z)-([0-9a-f]{64})\.gz\.age")
MARK = "ここは控えの置き場所です.txt"
MARK_WORDS = "「のりしろ」の控えの置き場所です。このファイルは、媒体がつながっているしるしに使います。消さないでください。\n"


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def moment_of(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a whole copy says of itself: numbers and names of the program, nobody's."""

    system: str
    began_at: str
    ended_at: str
    first_segment: str
    last_segment: str
    timeline: int
    postgresql: str
    migrations: str
    files: int
    size: int

    def __post_init__(self) -> None:
        """Refuses, as a ValueError or TypeError, what was not written here: a bit that fell over, a file cut off."""
        for segment in (self.first_segment, self.last_segment):
            rules.place_of(segment)
        for moment in (self.began_at, self.ended_at):
            datetime.fromisoformat(moment)
        int(self.system)


@dataclass(frozen=True, kw_only=True)
class Base:
    """A whole copy."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def size(self) -> int:
        return sum(file.stat().st_size for file in self.folder.iterdir())

    def manifest(self) -> Manifest:
        try:
            return Manifest(**json.loads((self.folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            raise StartRefused(sealing.broken(self.folder)) from None

    @property
    def ended_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest().ended_at)

    def faults(self) -> Iterator[str]:
        """Whether every byte is as it was written."""
        try:
            lines = (self.folder / SUMS).read_text(encoding="ascii").splitlines()
            told = {name: told_sum for told_sum, name in (line.split("  ", 1) for line in lines)}
        except (OSError, ValueError):
            yield f"控え {self.name} の照合のファイルが読めません。"
            return
        for name in (DATABASE, SMALL, MANIFEST):
            file = self.folder / name
            try:
                if sealing.sum_of(file) != told.get(name):
                    yield f"控え {self.name} の {name} が、書いたときと違います。"
                elif name != MANIFEST and not sealing.is_sealed(file):
                    yield f"控え {self.name} の {name} に、封（暗号）がありません。開けずに消し、新しい控えをとってください。"
            except OSError:
                yield f"控え {self.name} の {name} がありません。"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One piece of the log as it lies there."""

    file: Path

    def _part(self, number: int) -> str:
        found = PIECE.fullmatch(self.file.name)
        assert found is not None
        return found[number]

    @property
    def segment(self) -> str:
        return self._part(1)

    @property
    def carried_at(self) -> datetime:
        return moment_of(self._part(2))

    @property
    def sum(self) -> str:
        return self._part(3)


@dataclass(frozen=True, kw_only=True)
class Store:
    """One folder with copies of one database."""

    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / LOG

    def bases(self) -> list[Base]:
        """Whole copies, oldest first."""
        return [Base(folder=one) for one in sorted(self.folder.glob("base-*")) if BASE.fullmatch(one.name)]

    def readable(self) -> dict[str, Base]:
        """Those that say of themselves when they were made."""
        found = {}
        for base in self.bases():
            try:
                base.manifest()
            except StartRefused:
                continue
            found[base.name] = base
        return found

    def pieces(self) -> list[Piece]:
        """Pieces of the log in their order; one carried twice stands once, the later."""
        found = (Piece(file=one) for one in sorted(self.log.glob("*.gz.age")) if PIECE.fullmatch(one.name))
        return list({piece.segment: piece for piece in found}.values())

    def segments(self) -> list[str]:
        return [one.segment for one in self.pieces() if not one.segment.endswith(".history")]

    def faults(self) -> Iterator[str]:
        """Everything that is wrong with what lies here."""
        bases = self.bases()
        if not bases:
            yield f"{self.folder} に、控えが一つもありません。"
        for base in bases:
            found = list(base.faults())
            if base.folder.exists():  # an old one may go its way while all is read
                yield from found
        for piece in self.pieces():
            try:
                if sealing.sum_of(piece.file) != piece.sum:
                    yield f"記録の続き {piece.segment} が、書いたときと違います。"
            except FileNotFoundError:
                continue  # went with an old copy; one that is needed is missed below
            except OSError:
                yield f"記録の続き {piece.segment} が読めません。"
        readable = self.readable()
        if readable:
            oldest = next(iter(readable.values())).manifest()
            missing = rules.gaps(self.segments(), after=oldest.last_segment)
            if missing:
                yield f"記録の続きが、{len(missing)}個ぬけています（はじめは {missing[0]}）。ぬけたところから先の時点には戻せません。"

    def good(self) -> list[Base]:
        return [base for base in self.readable().values() if not list(base.faults())]


def store_in(place: Path, *, system: str) -> Store:
    return Store(folder=place / f"norishiro-{system}")


def open_stores(folder: Path) -> list[Store]:
    """The stores at or below a folder somebody named: the second place, a medium, or the store itself."""
    if not folder.is_dir():
        raise StartRefused(f"{folder} がありません。ディスクや媒体がつながっているかを確かめてください。")
    found = [
        Store(folder=one)
        for one in (folder, *sorted(folder.iterdir()))
        if one.is_dir() and (Store(folder=one).bases() or (one / LOG).is_dir())
    ]
    if not found:
        raise StartRefused(
            f"{folder} に、控えがありません。ディスクや媒体がつながっているか、場所を確かめてください。"
        )
    return found


def newest_store(folder: Path) -> Store:
    """Where several lie on one medium, the one with the newest copy."""
    return max(open_stores(folder), key=lambda store: max((base.name for base in store.bases()), default=""))


def prepare(place: Path, *, was_used: bool) -> None:
    """See that the second place is the one it was: a medium that came off leaves an empty folder behind."""
    if (place / MARK).exists():
        return
    if was_used:
        raise StartRefused(
            f"控えの置き場所 {place} が、前と違います（しるしのファイルがありません）。ディスクや媒体が外れていないか、確かめてください。"
            "わざと空のディスクに替えたときは、`norishiro backup now --new-place` と打ってください。"
        )
    with sealing.told(place):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(place / MARK, MARK_WORDS)


def write(file: Path, text: str) -> None:
    """Whole or not at all, and on the disk when this returns."""
    draft = file.with_name(f"{DRAFT}{file.name}")
    with draft.open("w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
    settle(file.parent)


def settle(folder: Path) -> None:
    """What was renamed here stays renamed after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(store: Store) -> None:
    """What an interrupted copy left."""
    for draft in [*store.folder.glob(f"{DRAFT}*"), *store.log.glob(f"{DRAFT}*")]:
        shutil.rmtree(draft) if draft.is_dir() else draft.unlink()


def finish(draft: Path, manifest: Manifest, sums: dict[str, str]) -> Base:
    """Give a copy its name, after its sums were read again from where it lies."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    write(draft / MANIFEST, text)
    sums = {**sums, MANIFEST: sealing.sum_of(draft / MANIFEST)}
    write(draft / SUMS, "".join(f"{told}  {name}\n" for name, told in sums.items()))
    faults = list(Base(folder=draft).faults())
    if faults:
        raise StartRefused(
            *faults, f"{draft.parent} に書いたものが、書いたとおりに読めません。ディスクを替えてください。"
        )
    settle(draft)
    final = draft.with_name(draft.name.removeprefix(DRAFT))
    draft.rename(final)
    settle(final.parent)
    return Base(folder=final)


def remove(store: Store, names: Iterable[str]) -> None:
    """Old copies, and the pieces of the log that no copy left needs."""
    for name in names:
        doomed = store.folder / f"{DRAFT}{name}"
        (store.folder / name).rename(doomed)
        shutil.rmtree(doomed)
    starts = [base.manifest().first_segment for base in store.readable().values()]
    if not starts or len(starts) < len(store.bases()):
        return  # a copy that cannot be read might still need them
    oldest = min(rules.place_of(one) for one in starts)
    for piece in store.pieces():
        if not piece.segment.endswith(".history") and rules.place_of(piece.segment)[1] < oldest[1]:
            piece.file.unlink()
