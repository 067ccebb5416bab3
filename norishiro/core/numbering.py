"""Running numbers that people can read out on the telephone: 相R8-00012."""

from __future__ import annotations

from datetime import date

from django.db import connection

from norishiro.core.calendar import fiscal_year

REIWA_BEGAN = 2018


def next_number(mark: str, sequence: str, *, today: date) -> str:
    """What it is, the fiscal year in 令和, and a running number. It says nothing about anybody; gaps do not matter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        running = cursor.fetchone()[0]
    return f"{mark}R{fiscal_year(today) - REIWA_BEGAN}-{running:05d}"
