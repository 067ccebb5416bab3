"""The tables of this room, one file per part of its work."""

from norishiro.meetings.models.advance import AdvanceAsk, AdvanceSheet
from norishiro.meetings.models.attending import (
    Block,
    Guest,
    Interview,
    InterviewReader,
    LocalLeader,
    Partner,
    RegulationReading,
)
from norishiro.meetings.models.bodies import Body, Designation, Regulation, RosterSeat, StatedSize
from norishiro.meetings.models.checks import DecisionCheck
from norishiro.meetings.models.convening import ConveneRequest, ProposedMember
from norishiro.meetings.models.items import BasisChange, Item, MinuteLine, Passage, PersonSeat, Seat
from norishiro.meetings.models.learning import LearningNote, ModelCase
from norishiro.meetings.models.packets import Bundle, Packet
from norishiro.meetings.models.papers import PaperCopy, PaperLoss, PaperSet
from norishiro.meetings.models.series import CalendarFeed, Series
from norishiro.meetings.models.sittings import Invitation, Oath, OathScan, Sitting
from norishiro.meetings.models.surveys import Questionnaire, QuestionnaireAnswer, QuestionnaireReply
from norishiro.meetings.models.topics import Theme, Topic, TopicSource, TopicTalk, TopicTransfer

__all__ = [
    "AdvanceAsk",
    "AdvanceSheet",
    "BasisChange",
    "Block",
    "Body",
    "Bundle",
    "CalendarFeed",
    "ConveneRequest",
    "DecisionCheck",
    "Designation",
    "Guest",
    "Interview",
    "InterviewReader",
    "Invitation",
    "Item",
    "LearningNote",
    "LocalLeader",
    "MinuteLine",
    "ModelCase",
    "Oath",
    "OathScan",
    "Packet",
    "PaperCopy",
    "PaperLoss",
    "PaperSet",
    "Partner",
    "Passage",
    "PersonSeat",
    "ProposedMember",
    "Questionnaire",
    "QuestionnaireAnswer",
    "QuestionnaireReply",
    "Regulation",
    "RegulationReading",
    "RosterSeat",
    "Seat",
    "Series",
    "Sitting",
    "StatedSize",
    "Theme",
    "Topic",
    "TopicSource",
    "TopicTalk",
    "TopicTransfer",
]
