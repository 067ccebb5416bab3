"""What the clock calls leaves word: when it began and ended, and what it said. Never two of one kind at once."""

import fcntl
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from typing import TextIO

from config.env import Environment
from config.refusal import StartRefused
from norishiro.agencies import errands
from norishiro.agencies.errands import Errand, Run, State

SILENT = "（何も言わずに終わりました）"
NO_PLACE = "控えの置き場所（NORISHIRO_BACKUP）が決まっていないので、読み直していません。"
NO_ADDRESS = "メールに書く番地（NORISHIRO_ALLOWED_HOSTS）が決まっていないので、動かしていません。"


class _Heard(io.StringIO):
    """Writes on, and remembers."""

    def __init__(self, onward: TextIO) -> None:
        super().__init__()
        self.onward = onward

    def write(self, text: str) -> int:
        self.onward.write(text)
        return super().write(text)

    def flush(self) -> None:
        self.onward.flush()


def noted(errand: Errand, work: Callable[[], int], *, env: Environment) -> int:
    """Do the work, and leave word of it whatever happens. Refuses where the same errand is running already."""
    with _alone(errand):
        began = datetime.now(UTC)
        errands.keep(errand.name, Run(began, None, "begun", ""))
        heard = _Heard(sys.stdout), _Heard(sys.stderr)
        state: State = "failed"
        words = ""
        try:
            with redirect_stdout(heard[0]), redirect_stderr(heard[1]):
                code = work()
            state = "done" if code == 0 else "failed"
            return code
        except StartRefused as refused:
            words = " ".join(refused.sentences)
            raise
        except SystemExit:
            raise
        except BaseException as fault:
            words = (
                f"プログラムの誤りで止まりました（{type(fault).__name__}）。"  # its own words may quote a row
            )
            raise
        finally:
            said = words or " ".join(" ".join(one.getvalue().split()) for one in heard).strip()
            if state == "failed" and errand.needs_address and not env.allowed_hosts:
                state, said = "left_out", NO_ADDRESS
            if state == "failed" and errand.needs_second_place and env.backup is None:
                state, said = "left_out", NO_PLACE
            errands.keep(errand.name, Run(began, datetime.now(UTC), state, said or SILENT))


@contextmanager
def _alone(errand: Errand) -> Iterator[None]:
    errands.folder().mkdir(parents=True, mode=0o700, exist_ok=True)
    with (errands.folder() / f"{errand.name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartRefused(
                f"「{errand.label}」（norishiro {errand.name}）は、いま動いています。終わるのを待ってください。"
            ) from None
        yield
