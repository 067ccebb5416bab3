"""This room's ledger verbs."""

from norishiro.ledger.events import declare

CONTACT_RECORDED = declare("contact.recorded", "支援の記録を書いた")
CONTACT_CORRECTED = declare("contact.corrected", "支援の記録を訂正した")
PROMISE_KEPT = declare("contact.promise_kept", "約束を果たしたと記録した")
