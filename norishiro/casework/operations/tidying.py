"""What nobody needs any more is removed: half-written forms, tokens of forms sent long ago, keys of log-ins long over, requests
for letters that nobody confirmed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from norishiro.casework import events
from norishiro.casework.arrivals import FORM_KEY
from norishiro.core import drafts, parcels, submissions
from norishiro.ledger.operations import sign_system
from norishiro.neighbours.lookups import forget_unconfirmed

_VALUES = tomllib.loads(Path(__file__).parents[1].joinpath("data", "tidy.toml").read_text(encoding="utf-8"))[
    "tidy"
]
DRAFTS, TOKENS = timedelta(days=_VALUES["drafts_days"]), timedelta(days=_VALUES["tokens_days"])


@dataclass(frozen=True)
class Removed:
    drafts: int
    tokens: int
    keys: int
    askings: int


def tidy(*, now: datetime) -> Removed:
    """For the clock, as the owner of the tables. A record written without network that waits for its writer stays however
    old it is: it is nobody's afterthought. Records ``house.tidied`` with the counts; refuses nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('norishiro.maintenance', 'on', true)")
        removed = Removed(
            drafts=drafts.discard_older_than(before=now - DRAFTS, but=(FORM_KEY,)),
            tokens=submissions.forget_older_than(before=now - TOKENS),
            keys=parcels.forget_expired(now=now),
            askings=forget_unconfirmed(now=now),
        )
        sign_system(
            events.TIDIED,
            changes={
                name: (None, getattr(removed, name)) for name in ("drafts", "tokens", "keys", "askings")
            },
        )
    return removed
