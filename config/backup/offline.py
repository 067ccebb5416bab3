"""A copy to take away: onto a medium, under a name of its own, never over another, read again after it was written."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from config.backup import rules, sealing, settings, status, store
from config.env import Environment
from config.refusal import StartRefused


def copy(env: Environment, medium: Path) -> Path:
    """The newest good copy with its part of the log; answers the folder it lies in."""
    place = settings.place_of(env)
    origin = store.newest_store(place)
    good = origin.good()
    if not good:
        raise StartRefused(
            "よい控えが一つもありません。`norishiro backup verify` で確かめ、`norishiro backup now` でとり直してください。"
        )
    if not medium.is_dir():
        raise StartRefused(f"{medium} がありません。媒体がささっているかを確かめてください。")
    base = good[-1]
    first = base.manifest().first_segment
    target = medium / f"norishiro-hikae-{store.stamp(datetime.now(UTC))}"
    draft = target.with_name(f"{store.DRAFT}{target.name}")
    if target.exists():
        raise StartRefused(f"{target} が、もうあります。1秒おいて、もう一度打ってください。")
    with sealing.told(medium):
        for left in medium.glob(f"{store.DRAFT}norishiro-hikae-*"):
            shutil.rmtree(left)
        (draft / store.LOG).mkdir(parents=True, mode=0o700)
        try:
            shutil.copytree(base.folder, draft / base.name)
            for piece in origin.pieces():
                if (
                    piece.segment.endswith(".history")
                    or rules.place_of(piece.segment)[1] >= rules.place_of(first)[1]
                ):
                    shutil.copyfile(piece.file, draft / store.LOG / piece.file.name)
            wrong = list(store.Store(folder=draft).faults())
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        if wrong:
            shutil.rmtree(draft)
            raise StartRefused(
                *wrong, f"{medium} に書いたものが、書いたとおりに読めません。媒体を替えてください。"
            )
        for file in draft.rglob("*"):
            if file.is_file():
                _settle(file)
                file.chmod(0o400)
        draft.rename(target)
        store.settle(medium)
    status.note(env, {"taken_away": {"at": datetime.now(UTC).isoformat(), "name": target.name}})
    return target


def _settle(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
