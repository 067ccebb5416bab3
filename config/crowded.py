"""When more ask than can be answered: whoever comes too late is told so at once, instead of waiting for a page that comes too late.

A worker of gunicorn (``--worker-class``). What waits for a thread is counted; beyond a bound the answer is a small page that needs
no thread, no session and no database. What somebody has sent waits longer than a look, because it was typed; those who look
after the machine have a thread of their own. Decisions: docs/adr/0104-crowded.md.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import selectors
import socket
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache, partial
from threading import Lock
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

# So many looks may wait for each thread: about two seconds' work, as long as somebody waits before pressing again.
LOOKS_FOR_EACH = 4
# What was sent waits four times as long: it is typed, and there is little of it.
SENT_FOR_EACH = 16
RETRY_AFTER = 20
# The path of those who look after the machine: they need it most when everything else is slow.
WATCHED = (b"GET /health/", b"GET /condition/", b"GET /metrics")
PEEKED = 4_096
LINGER_SECONDS = 3.0
TOLD_EVERY = 10.0

log = logging.getLogger(__name__)

STYLE = "body{font:1.125rem/1.75 sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1a1a1c}"
PAGE = f"""<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>混み合っています｜のりしろ</title><style>{STYLE}</style></head>
<body><main><h1>いま、たいへん混み合っています</h1>
<p>{RETRY_AFTER}秒ほど待って、もう一度開いてください。あなたの操作のせいではありません。</p>
<p>登録を押したところでこの画面が出たときは、<strong>まだ登録されていません</strong>。ブラウザーの「戻る」で戻ると、書いたものが残っています。少し待って、もう一度押してください。</p>
<p>10分たっても直らないときは、情報担当に「混み合っていると出る」と知らせてください。急ぎの支援は、電話と紙で続けてください。</p></main></body></html>
"""
PLAIN = f"いま、たいへん混み合っています。まだ登録されていません。{RETRY_AFTER}秒ほど待って、もう一度お試しください。"


def _answer(text: str, kind: str) -> bytes:
    allowed = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    body = text.encode()
    head = (
        "HTTP/1.1 503 Service Unavailable",
        f"Content-Type: {kind}; charset=utf-8",
        f"Content-Length: {len(body)}",
        f"Retry-After: {RETRY_AFTER}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: same-origin",
        f"Content-Security-Policy: default-src 'none'; style-src 'sha256-{allowed}'; frame-ancestors 'none'",
        "Connection: close",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


FOR_PEOPLE, FOR_SCRIPTS = _answer(PAGE, "text/html"), _answer(PLAIN, "text/plain")


class CrowdedWorker(ThreadWorker):  # type: ignore[misc]
    """Threads as before; what would wait too long for one is turned away in words."""

    def init_process(self) -> None:
        self.waiting = 0
        self.lock = Lock()
        self.leaving: deque[tuple[float, socket.socket]] = deque()
        self.watchers = ThreadPoolExecutor(max_workers=1)
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """Gunicorn's door to the threads. A new connection that has said nothing yet is asked again when it does."""
        said = _peek(conn.sock) if self.waiting else b""
        if said and said.startswith(WATCHED):
            future = self.watchers.submit(super().handle, conn)
            future.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))
        elif self._may_wait(said):
            self._let_in(conn)
        elif said is None and not conn.initialized:
            self._ask_later(conn)
        else:
            self._turn_away(conn, said or b"")

    def _may_wait(self, said: bytes | None) -> bool:
        each = SENT_FOR_EACH if said and said.startswith(b"POST ") else LOOKS_FOR_EACH
        return bool(self.waiting < each * self.cfg.threads)

    def _let_in(self, conn: TConn) -> None:
        with self.lock:
            self.waiting += 1
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        """In a thread: it waits no longer."""
        with self.lock:
            self.waiting -= 1
        return super().handle(conn)

    def _ask_later(self, conn: TConn) -> None:
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _turn_away(self, conn: TConn, said: bytes) -> None:
        """Answer without reading: then listen until they have heard it, because closing on unread words unsays the answer."""
        _tell(int(time.monotonic() // TOLD_EVERY))
        try:
            conn.sock.setblocking(False)
            conn.sock.send(FOR_SCRIPTS if _by_script(said) else FOR_PEOPLE)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, self._heard)
            self.leaving.append((time.monotonic() + LINGER_SECONDS, conn.sock))
        except OSError:
            self.nr_conns -= 1
            conn.close()

    def _heard(self, leaver: socket.socket) -> None:
        """They read, send more, or hang up; whoever hangs up is let go."""
        with suppress(BlockingIOError):
            try:
                if leaver.recv(65_536):
                    return
            except ConnectionError:
                pass
            self._let_go(leaver)

    def _let_go(self, leaver: socket.socket) -> None:
        with suppress(KeyError, ValueError, OSError):
            self.poller.unregister(leaver)
            self.nr_conns -= 1
        leaver.close()

    def murder_pending(self) -> None:
        """Once a round: whoever does not hang up is let go after a few seconds."""
        super().murder_pending()
        while self.leaving and (self.leaving[0][0] < time.monotonic() or self.leaving[0][1].fileno() < 0):
            self._let_go(self.leaving.popleft()[1])


def _peek(sock: socket.socket) -> bytes | None:
    """The first words of a request, left where they are; None where nothing was said yet."""
    try:
        return sock.recv(PEEKED, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _by_script(said: bytes) -> bool:
    head = said.split(b"\r\n\r\n", 1)[0].lower()
    return b"\r\nhx-request:" in head or b"\r\nx-requested-with: fetch" in head


@lru_cache(maxsize=1)
def _tell(_moment: int) -> None:
    log.warning("more ask than can be answered; some are turned away (503) until it is quieter")
