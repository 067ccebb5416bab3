"""開く日の決まり: rules, the answer for any day, how people write them. Pure: holidays are handed in."""

from norishiro.resources.opening.answering import Answer, answer_on, days_a_week, days_open, next_opening
from norishiro.resources.opening.reading import Reading, Unread, read_opening
from norishiro.resources.opening.rule import LAST_WEEK, Holidays, Kind, Rule, Span, Special
from norishiro.resources.opening.words import hours_words, rule_words, special_words, words_of

__all__ = [
    "LAST_WEEK",
    "Answer",
    "Holidays",
    "Kind",
    "Reading",
    "Rule",
    "Span",
    "Special",
    "Unread",
    "answer_on",
    "days_a_week",
    "days_open",
    "hours_words",
    "next_opening",
    "read_opening",
    "rule_words",
    "special_words",
    "words_of",
]
