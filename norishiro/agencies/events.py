"""This room's ledger verbs."""

from norishiro.ledger.events import declare

HAT_CHOSEN = declare("hat.chosen", "所属を選んだ")
