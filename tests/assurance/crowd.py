"""A crowd at the door: so many looks a second, whatever the answers take. Run as a process of its own; this machine only.

``python -m tests.assurance.crowd`` reads what to do as JSON and writes what was answered as JSON. Each look is a connection of
its own, as from so many browsers.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

HOST = "127.0.0.1"
PATIENCE = 30.0


async def look(port: int, path: str, cookie: str) -> tuple[int, float]:
    """The status and the seconds; 0 where nobody answered."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode()
            )
            said = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return 0, time.monotonic() - began
    head, _, body = said.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1]) if head else 0
    if status == 503 and ("混み合って".encode() not in body or b"\r\nRetry-After:" not in head):
        status = -503
    return status, time.monotonic() - began


async def crowd(told: dict[str, Any]) -> list[tuple[int, float]]:
    began, looks = time.monotonic(), []
    for number in range(int(told["each_second"] * told["seconds"])):
        cookie = told["cookies"][number % len(told["cookies"])]
        looks.append(asyncio.create_task(look(told["port"], told["path"], cookie)))
        wait = began + (number + 1) / told["each_second"] - time.monotonic()
        await asyncio.sleep(max(0.0, wait))
    return list(await asyncio.gather(*looks))


def main() -> None:
    answers = asyncio.run(crowd(json.load(sys.stdin)))
    counts: dict[int, list[float]] = {}
    for status, seconds in answers:
        counts.setdefault(status, []).append(seconds)
    print(json.dumps({str(status): sorted(times) for status, times in counts.items()}))  # noqa: T201


if __name__ == "__main__":
    main()
