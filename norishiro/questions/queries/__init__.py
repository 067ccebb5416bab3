"""Reads of this room: what is asked, counted with the reader's own rights, and which questions are kept."""

from norishiro.questions.queries.answering import KINDS, Answer, Cell, Row, Table, answer, behind
from norishiro.questions.queries.board import BOARDS, Board, Held, board
from norishiro.questions.queries.kept import get_question, question_named, questions
from norishiro.questions.queries.leaving import Leaving, leaving

__all__ = [
    "BOARDS",
    "Board",
    "Held",
    "Leaving",
    "board",
    "leaving",
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
