"""The verbs of the ledger. Every room declares its own in its ``events.py`` through ``declare``."""

from __future__ import annotations

from dataclasses import dataclass

_declared: dict[str, Event] = {}


@dataclass(frozen=True)
class Event:
    """A verb (``case.closed``) and how the ledger says it in Japanese."""

    verb: str
    label: str


def declare(verb: str, label: str) -> Event:
    """Register a verb once; two rooms may not use the same one."""
    if verb in _declared:
        raise ValueError(f"the ledger verb {verb} is declared twice")
    _declared[verb] = Event(verb, label)
    return _declared[verb]


def all_events() -> dict[str, Event]:
    return dict(_declared)


RECORDS_SHOWN = declare("records.shown", "記録を見た")
SEARCHED_IN_VAIN = declare("records.searched", "探したが見つからなかった")
ACCESS_REFUSED = declare("access.refused", "見られない記録を開こうとした")
KEYS_MADE = declare("keys.made", "封の鍵を作った")
KEYS_CHANGED = declare("keys.changed", "封の鍵を替えた")
KEYS_DESTROYED = declare("keys.destroyed", "封の鍵を捨てた")
ACCESS_THROTTLED = declare("access.throttled", "1時間に見られる人数をこえて止められた")
WITHHELD_TYPED = declare("withheld.typed", "伏せている言葉を、入力欄に書いた")
MAINTENANCE_DONE = declare("maintenance.done", "保守のため、壁をこえて表を開いた")
COPY_RESTORED = declare("copy.restored", "控えから復元したデータベースに入れ替えた")
