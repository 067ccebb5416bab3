"""Reads of this room: what is asked, counted with the reader's own rights, and which questions are kept."""

from norishiro.questions.queries.answering import KINDS, Answer, Cell, Row, Table, answer, behind
from norishiro.questions.queries.kept import get_question, question_named, questions

__all__ = [
    "KINDS",
    "Answer",
    "Cell",
    "Row",
    "Table",
    "answer",
    "behind",
    "get_question",
    "question_named",
    "questions",
]
