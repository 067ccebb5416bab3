"""Runs inside a sealed room: writes a line for every packet that went outward. Own words of the network itself are left out."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from pathlib import Path

ALL = 0x0003
OUTGOING = 4
IPV4, IPV6 = 0x0800, 0x86DD
NAMES = {1: "icmp", 6: "tcp", 17: "udp"}
# A device tells its neighbours that it is there, whoever uses it: listening to groups, looking for a router.
ICMPV6, HOP_BY_HOP = 58, 0


def told(kind: int, packet: bytes) -> str | None:
    """Protocol, destination, and the name where one was asked for."""
    if kind == IPV4 and len(packet) >= 20:
        protocol, to, start = packet[9], ipaddress.ip_address(packet[16:20]), (packet[0] & 15) * 4
    elif kind == IPV6 and len(packet) >= 40 and packet[6] not in (ICMPV6, HOP_BY_HOP):
        protocol, to, start = packet[6], ipaddress.ip_address(packet[24:40]), 40
    else:
        return None
    if protocol not in (6, 17):
        return f"{NAMES.get(protocol, protocol)} {to}"
    (port,) = struct.unpack_from("!H", packet, start + 2)
    name = f" {asked(packet[start + 8 + 12 :])}" if (protocol, port) == (17, 53) else ""
    return f"{NAMES[protocol]} {to}:{port}{name}"


def asked(question: bytes) -> str:
    """The first name of a question for names."""
    parts: list[str] = []
    while question and question[0] and question[0] < 64:
        parts.append(question[1 : 1 + question[0]].decode("ascii", "replace"))
        question = question[1 + question[0] :]
    return ".".join(parts)


def main(device: str, file: Path) -> None:
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ALL)) as ear:
        ear.bind((device, ALL))
        with file.open("a", encoding="utf-8") as heard:
            while True:
                packet, (_, kind, way, *_) = ear.recvfrom(65535)
                if way == OUTGOING and (line := told(kind, packet)):
                    heard.write(line + "\n")
                    heard.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
