"""This room's ledger verbs."""

from norishiro.ledger.events import declare

CONTACT_RECORDED = declare("contact.recorded", "支援の記録を書いた")
CONTACT_CORRECTED = declare("contact.corrected", "支援の記録を書き改めた")
PROMISE_KEPT = declare("promise.kept", "約束を果たした")
