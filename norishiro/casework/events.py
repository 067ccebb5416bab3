"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PROFILE_ADOPTED = declare("profile.adopted", "自治体の設定を採用した")
