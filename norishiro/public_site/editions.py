"""Which edition of the public rows this is: a mark that differs as soon as one of them was written or taken away.

The view behind it counts rows and adds up the numbers of the transactions that wrote them (``config/roles.py``).
"""

from __future__ import annotations

from django.db import connections

from norishiro.public_site.offered import EDITION

DOOR = "public"


def mark() -> str:
    """Asked of the public role's own view: a few milliseconds, whatever has changed."""
    with connections[DOOR].cursor() as cursor:
        cursor.execute(f"SELECT mark FROM {EDITION}")  # noqa: S608 (a name of ours)
        found: str = cursor.fetchone()[0]
    return found
