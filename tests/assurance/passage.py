"""Runs at each end of a passage between two rooms: carries what is said to a port through a socket in the file system."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while said := await reader.read(65536):
            writer.write(said)
            await writer.drain()
    writer.close()


async def join(here: Streams, there: Streams) -> None:
    await asyncio.gather(carry(here[0], there[1]), carry(there[0], here[1]))


async def main(side: str, door: str, port: int) -> None:
    async def to_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await join((reader, writer), await asyncio.open_connection("127.0.0.1", port))

    async def to_door(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await join((reader, writer), await asyncio.open_unix_connection(door))

    listening = (
        await asyncio.start_unix_server(to_server, door)
        if side == "server"
        else await asyncio.start_server(to_door, "127.0.0.1", port)
    )
    async with listening:
        await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
