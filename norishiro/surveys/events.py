"""This room's ledger verbs."""

from norishiro.ledger.events import declare

ROUND_OPENED = declare("survey.opened", "居場所への調査を始めた")
ROUND_CLOSED = declare("survey.closed", "居場所への調査を終えた")
VISITS_ASSIGNED = declare("survey.assigned", "調査のヒアリングに行く人を決めた")
REMINDED = declare("survey.reminded", "調査の答えをもう一度お願いした")
ANSWERED = declare("survey.answered", "居場所が調査に答えた")
ANSWER_TYPED = declare("survey.typed", "調査の答えを入れた")
ANSWER_ACCEPTED = declare("survey.accepted", "調査の答えを登録に入れた")
UNCHANGED_ACCEPTED = declare("survey.unchanged", "変わりのない答えをまとめて登録に入れた")
ANSWER_SET_ASIDE = declare("survey.set_aside", "調査の答えを登録に入れなかった")
