"""This room's ledger verbs."""

from norishiro.ledger.events import declare

CARING_WRITTEN = declare("caring.written", "ケアのことを書いた")
CARING_CHANGED = declare("caring.changed", "ケアのことを書き改めた（新しい版）")
