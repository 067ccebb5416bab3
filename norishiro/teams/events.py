"""This room's ledger verbs."""

from norishiro.ledger.events import declare

JOINED = declare("team.joined", "担当者をケースに加えた")
SETTLED = declare("team.settled", "担当者の区切りをつけた")
TAKEOVER_CONFIRMED = declare("takeover.confirmed", "引き継いだケースを確かめた")
BUILDING_STARTED = declare("rapport.building", "まだ関係がないと書き、関係づくりを始めた")
TEAM_FORMED = declare("rapport.formed", "関係ができたと書き、支援チームを組んだ")
