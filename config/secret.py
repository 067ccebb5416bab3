"""The secret key: what signs log-ins, forms and marks. It is changed while everything runs (`norishiro keys secret`).

The file holds the newest first and below it the one before, which still opens what it signed until the last of that is too old
anyway. Every process looks at the file's time before each request, as it does with the keys of sealed values, so all machines
that share the folder change at the same request and nobody starts anew. Decisions: docs/adr/0106-keys-that-change.md.
"""

import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from config import env, state
from config.env import Environment
from config.refusal import StartRefused

# The longest that something signed is in somebody's hands and worth taking back: an open public form (public_site/slips.py). A log-in
# lives ten hours; the mark of a known device half a year, and losing it costs one more look at the counter.
KEPT_SECONDS = 7 * 24 * 60 * 60
# Another machine may hear of a changed file a little late (NFS keeps what it knows of a file up to a minute, acregmax).
HEARD_SECONDS = 60.0

Stamp = tuple[int, int]


def keys_of(environment: Environment) -> tuple[str, ...]:
    """The newest, and the one before while it counts."""
    if environment.secret_key:
        return (environment.secret_key,)
    file = environment.home / state.SECRET_KEY
    newest, *before = state.ensure_secret(environment.home, state.SECRET_KEY).split()
    return (newest, *before) if time.time() - file.stat().st_mtime < KEPT_SECONDS else (newest,)


def renew(environment: Environment, *, at_once: bool = False) -> None:
    """A new key. ``at_once``: what the old one signed counts no more, so everybody logs in again. Refused where the key stands in
    the settings: whoever wrote it there changes it there."""
    if environment.secret_key:
        raise StartRefused(
            "秘密の鍵が設定のファイル（NORISHIRO_SECRET_KEY）に書いてあるので、ここでは替えられません。"
            "その行を消して `norishiro run` を始め直すと、自動で作った鍵になり、次からここで替えられます（一度、全員がログインし直しになります）。"
        )
    old, new = keys_of(environment)[0], secrets.token_urlsafe(state.SECRET_LENGTH)
    if at_once:
        _write(environment, new)
        return
    if (
        not environment.is_embedded
    ):  # perhaps several machines: all must know the new key before the first signs with it
        _write(environment, old, new)
        time.sleep(HEARD_SECONDS)
    _write(environment, new, old)


def _write(environment: Environment, *keys: str) -> None:
    file = environment.home / state.SECRET_KEY
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
        ) as opened:
            opened.write("\n".join(keys))
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
    except OSError:
        raise StartRefused(state.unwritable(environment.home)) from None


def newest_secret(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, before everything that signs. While the folder is away, the keys known last go on."""
    environment = env.current()
    if environment.secret_key:
        raise MiddlewareNotUsed
    file = environment.home / state.SECRET_KEY
    known: list[Stamp] = [
        (0, 0)
    ]  # of a worker that was just born: its parent may have read the file long ago

    def middleware(request: HttpRequest) -> HttpResponse:
        with suppress(OSError):
            if (now := _stamp(file)) != known[0]:
                _take(keys_of(environment))
                known[0] = now
        return get_response(request)

    return middleware


def _stamp(file: Path) -> Stamp:
    found = file.stat()
    return found.st_mtime_ns, found.st_ino


def _take(keys: tuple[str, ...]) -> None:
    """Whoever signs between the two lines still signs with a key that counts."""
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY, *keys]
    settings.SECRET_KEY = keys[0]
    settings.SECRET_KEY_FALLBACKS = list(keys[1:])
