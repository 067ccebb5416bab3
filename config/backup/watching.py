"""What is late or wrong about the copies, for the doctor, the mail and `norishiro backup status`."""

from collections.abc import Iterator
from datetime import UTC, datetime

from config import state
from config.backup import status
from config.env import Environment
from config.points import Fault, Point, Scene
from norishiro.ledger import copies


def troubles(env: Environment, *, now: datetime, running: bool) -> Iterator[str]:
    if env.backup is not None:
        yield from copies.troubles(status.read(env), now=now, running=running)


def is_running(env: Environment) -> bool:
    """Whether somebody serves from this state directory now."""
    return any(state.is_locked(file) for file in env.home.glob("run-*.lock"))


def _whole(scene: Scene) -> Iterator[Fault]:
    for sentence in troubles(scene.env, now=datetime.now(UTC), running=is_running(scene.env)):
        yield Fault(sentence=sentence, is_fatal=False)


def _named(scene: Scene) -> Iterator[Fault]:
    if scene.env.is_embedded and scene.env.https and scene.env.backup is None:
        yield Fault(
            sentence="控えの置き場所が決まっていません。機械が壊れると、すべての記録が失われます。"
            "NORISHIRO_BACKUP に別のディスクのフォルダーを書いてください。",
            is_fatal=False,
        )


POINTS = [
    Point(code="backup_place", name="データの控えの置き場所が決まっている", on="look", ask=_named),
    Point(code="backup", name="データの控えがとれていて、壊れていない", on="look", ask=_whole),
]
