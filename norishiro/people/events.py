"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PERSON_ADDED = declare("person.added", "人を登録した")
PERSON_CHANGED = declare("person.changed", "人の情報を直した")
HOUSEHOLD_ADDED = declare("household.added", "世帯を登録した")
HOUSEHOLD_CHANGED = declare("household.changed", "世帯の情報を直した")
HOUSEHOLD_JOINED = declare("household.joined", "世帯に加えた")
HOUSEHOLD_LEFT = declare("household.left", "世帯を離れたと記録した")
RELATION_ADDED = declare("relation.added", "間柄を記録した")
RELATION_ENDED = declare("relation.ended", "間柄を終えたと記録した")
