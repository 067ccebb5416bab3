"""Ten years of a town, day after day: households become known, cases begin and end, and contacts are written down.

Each row is what the verbs of the pages would have left behind, with the grants they would have given and the lines they would
have signed; only the order of the lines of one deed is not that of the verbs. Nothing here draws from anything but ``dice``.
"""

from __future__ import annotations

import bisect
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from norishiro.agencies.choices import Programme
from norishiro.cases import events as case_events
from norishiro.cases.choices import CaseStatus, RoleStatus
from norishiro.cases.models import Case, CaseMember, Engagement, Issue, LeadChange, Role, StatusChange
from norishiro.casework import events as own_events
from norishiro.casework.town.bulk import NOTHING, Load, Table
from norishiro.casework.town.ground import Ground, Hand, Office
from norishiro.casework.town.homes import COMMON, NOT_MET, Homes, Kind, Someone
from norishiro.casework.town.sizes import YEARS, Size
from norishiro.core.calendar import fiscal_year
from norishiro.ledger import laid as ledger
from norishiro.ledger.events import Event
from norishiro.outreach import events as contact_events
from norishiro.outreach import segments
from norishiro.outreach.models import Contact, Segment
from norishiro.people import events as people_events
from norishiro.people.models import Household, Membership, Person
from norishiro.plans.choices import CloseReason, ClosureKind
from norishiro.plans.models import Closure
from norishiro.resources.choices import OrganisationKind, Welcome
from norishiro.resources.models import Confirmation, Location, OpeningLine, Organisation, Place
from norishiro.sharing import events as sharing_events
from norishiro.sharing.choices import ALL_CATEGORIES, Category, Depth, SourceKind
from norishiro.sharing.choices import Ground as Basis
from norishiro.sharing.models import Consent, ConsentRecipient, Grant

DAYS = YEARS * 365
OPENING, CONTACT, ENDING = 0, 1, 2
# A day of work: from nine in the morning, eight hours, in UTC.
WORKING_SECONDS = 8 * 60 * 60
RECENT = 500
LIFE_HISTORY = str(int(Category.LIFE_HISTORY))
ATTRIBUTES = str(int(Category.ATTRIBUTES))
ALL = str(int(ALL_CATEGORIES))
ALL_OF_IT, OUTLINE = str(int(Depth.PROGRESS)), str(int(Depth.OUTLINE))

# How a contact goes: the way, whether anybody was met, who else, and how many in a hundred.
WAYS = (
    ("VISIT", "MET", "", 26), ("VISIT", "ABSENT", "", 16), ("VISIT", "FAMILY", "家族", 8), ("PHONE", "MET", "", 18),
    ("LETTER", "POSTED", "", 8), ("DESK", "MET", "", 9), ("ESCORT", "MET", "", 6), ("VISIT", "REFUSED", "", 4), ("MAIL", "MET", "", 5),
)  # fmt: skip
WAY_ENDS = tuple(accumulate(one[3] for one in WAYS))
OF_WAY = tuple(
    segments.usual_of(method=method, met=met, with_whom=whom, asked="") for method, met, whom, _share in WAYS
)
ROLES_OF_LEAD = ("家族の話を聞き、全体を見る", "月に二度訪ねる", "手続きに付き添う")
ROLES_OF_OTHER = (
    "受診につなぐ",
    "家計の相談を受ける",
    "学校と連絡をとる",
    "見守りの訪問をする",
    "居場所に一緒に行く",
)
PLACES = (
    ("サロン", "SALON"),
    ("食堂", "KITCHEN"),
    ("広場", "HUB"),
    ("若者の部屋", "YOUTH"),
    ("畑", "FARM"),
    ("手しごとの会", "VOLUNTEER"),
)


@dataclass
class Course:
    """One case as it will go, before a row of it is written."""

    opened: int
    ended: int | None
    status: str
    lead: Office
    operator: Office
    other: Office | None
    consented: bool
    contacts: list[int]
    id: str = ""
    household: str = ""
    person: str = ""
    area: str = ""
    kind: Kind | None = None
    hand: Hand | None = None
    others_hand: Hand | None = None
    other_writes: bool = False
    written: int = 0
    members: list[str] = field(default_factory=list)


class Days:
    """Lays one town. ``today`` is the day after its last one."""

    def __init__(
        self, size: Size, ground: Ground, dice: random.Random, *, today: date, chain: ledger.Chain, progress: Callable[[int], None]
    ) -> None:  # fmt: skip
        self.size, self.ground, self.dice, self.today, self.chain = size, ground, dice, today, chain
        self.first = today - timedelta(days=DAYS)
        self.iso = [(self.first + timedelta(days=n)).isoformat() for n in range(DAYS + 200)]
        self.homes = Homes(dice)
        self.numbered = 0
        made = ("id", "made_at")
        both = (*made, "changed_at")
        self.person = Table(
            Person, *both, "name", "kana", "name_key", "kana_key", "sex", "birth", "birth_earliest", "birth_latest", "address",
            "area_id", "phone", "first_known_by_id",
        )  # fmt: skip
        self.household = Table(Household, *both, "label", "address", "area_id", "first_known_by_id")
        self.membership = Table(
            Membership, *made, "household_id", "person_id", "relation", "from_on", "recorded_by_id"
        )
        self.case = Table(
            Case, *both, "number", "household_id", "title", "operator_id", "lead_agency_id", "lead_staff_id", "lead_side", "status",
            "area_id", "opened_on", "closed_on", "next_review_on", "last_moved_on",
        )  # fmt: skip
        self.member = Table(CaseMember, *made, "case_id", "person_id", "from_on")
        self.change = Table(StatusChange, *made, "case_id", "status", "changed_on", "until_on", "staff_id")
        self.lead = Table(
            LeadChange,
            *made,
            "case_id",
            "agency_id",
            "staff_id",
            "side",
            "changed_on",
            "reason",
            "decided_by_id",
        )
        self.engagement = Table(
            Engagement, *made, "case_id", "programme", "agency_id", "started_on", "ended_on", "end_reason"
        )
        self.issue = Table(
            Issue, *made, "subject_id", "basis", "agency_id", "categories", "case_id", "scope", "title", "source", "found_on", "staff_id",
        )  # fmt: skip
        self.role = Table(
            Role, *both, "subject_id", "basis", "agency_id", "categories", "case_id", "bearer_id", "bearer_staff_id", "what",
            "from_on", "next_on", "status", "done_on",
        )  # fmt: skip
        self.closure = Table(
            Closure, *made, "subject_id", "basis", "agency_id", "case_id", "kind", "period_no", "closed_on", "reason", "comment",
            "follow_up_agency_id", "watches", "watcher", "check_on", "reopen_when", "staff_id",
        )  # fmt: skip
        self.grant = Table(
            Grant, *made, "subject_kind", "subject_id", "recipient_kind", "recipient_id", "depth", "ground", "source_kind",
            "source_id", "from_at", "until_at", "given_by_id", "given_by_agency_id",
        )  # fmt: skip
        self.consent = Table(
            Consent, *made, "person_id", "case_id", "state", "asked_on", "asked_by_id", "agency_id", "method", "wording_version",
            "purpose", "categories",
        )  # fmt: skip
        self.recipient = Table(ConsentRecipient, *made, "consent_id", "agency_id", "categories")
        self.contact = Table(
            Contact, *made, "subject_id", "basis", "agency_id", "categories", "person_id", "household_id", "case_id", "happened_on",
            "minutes", "method", "met", "with_whom", "body", "next_on", "next_what", "programme", "area_id", "staff_id",
        )  # fmt: skip
        self.segment = Table(Segment, *made, "contact_id", "order", "kind", "source", "text")
        self.entry = Table(ledger.MODEL, *ledger.COLUMNS)
        self.organisation = Table(Organisation, *both, "name", "kind")
        self.location = Table(Location, *both, "name", "address", "area_id")
        self.place = Table(
            Place, *both, "name", "kind", "organisation_id", "location_id", "welcome", "anybody", "capacity", "phone", "is_public",
            "confirmed_on", "valid_until", "kept_by_id",
        )  # fmt: skip
        self.confirmation = Table(
            Confirmation, *made, "place_id", "confirmed_on", "valid_until", "way", "staff_id"
        )
        self.opening = Table(OpeningLine, *made, "place_id", "kind", "weekday", "opens", "closes")
        self.load = Load((one for one in vars(self).values() if isinstance(one, Table)), progress=progress)

    # --- how it will go ---------------------------------------------------------------------------

    def courses(self) -> list[Course]:
        """Every case in the order of its beginning, with the days of its contacts; their number is exactly the size's."""
        dice, size = self.dice, self.size
        opened = sorted(self._weekday(int(DAYS * dice.random() ** 0.8)) for _ in range(size.cases))
        weights = [min(60.0, dice.paretovariate(1.3)) for _ in range(size.cases)]
        total, given = sum(weights), 0
        ends = list(accumulate(weights))
        found = []
        for begin, end in zip(opened, ends, strict=True):
            upto = round(size.contacts * end / total)
            found.append(self._course(begin, upto - given))
            given = upto
        return found

    def _course(self, opened: int, contacts: int) -> Course:
        dice = self.dice
        left = DAYS - 1 - opened
        lasting = int(min(dice.expovariate(1 / 420) + 40, 2_600))
        ended = self._weekday(opened + lasting) if lasting < left else None
        if ended is not None and ended <= opened:
            ended = None
        if ended is None:
            status = dice.choices(("COORDINATING", "CONFERENCE", "CONSENTED", "SUPPORTED"), (25, 15, 15, 45))[
                0
            ]
        else:
            status = dice.choices(("CLOSED", "COORDINATED", "INTERRUPTED"), (68, 20, 12))[0]
        last = DAYS - 1 if ended is None else ended
        days = sorted(max(opened, self._weekday(dice.randint(opened, last))) for _ in range(contacts))
        lead = self._office()
        other = self._office() if dice.random() < 0.7 else None
        if other is lead:
            other = None
        consented = other is not None and dice.random() < 0.55
        council = dice.choice(self.ground.councils)
        return Course(
            opened=opened, ended=ended, status=status, lead=lead, other=other, consented=consented, contacts=days,
            operator=lead if lead.is_council else council,
        )  # fmt: skip

    def _office(self) -> Office:
        return self.dice.choice(self.ground.offices)

    def _weekday(self, day: int) -> int:
        """Nine in ten things of a weekend happened on the Friday before."""
        weekday = (self.first + timedelta(days=day)).weekday()
        return max(0, day - (weekday - 4)) if weekday > 4 and self.dice.random() < 0.9 else day

    # --- day after day ----------------------------------------------------------------------------

    def lay(self) -> None:
        """Write all of it, in the order in which it happened."""
        courses = self.courses()
        self._places()
        happenings = self._happenings(courses)
        of_day = Counter(one >> 44 for one in happenings)
        today, place, step = -1, 0, 0
        for one in happenings:
            day = one >> 44
            if day != today:
                today, place = day, 0
                step = WORKING_SECONDS * 1_000_000 // (of_day[day] + 1)
            course = courses[(one >> 8) & 0xFFFFFFF]
            moment = place * step
            place += 1
            what = one & 0xFF
            if what == CONTACT:
                self._write_contact(course, day, moment)
            elif what == OPENING:
                self._open(course, day, moment)
            else:
                self._end(course, day, moment)
            self.load.breathe()
        self.load.finish()

    def _happenings(self, courses: list[Course]) -> list[int]:
        """All that happens as sorted numbers: the day, its place within the day (an opening first, an ending last), the case, what."""
        found = []
        for number, course in enumerate(courses):
            found.append(course.opened << 44 | OPENING << 40 | number << 8 | OPENING)
            if course.ended is not None:
                found.append(course.ended << 44 | ENDING << 40 | number << 8 | ENDING)
            found += [day << 44 | CONTACT << 40 | number << 8 | CONTACT for day in course.contacts]
        found.sort()
        return found

    def _at(self, day: int, moment: int) -> str:
        seconds, micro = divmod(moment, 1_000_000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return f"{self.iso[day]}T{hour:02}:{minute:02}:{second:02}.{micro:06}"

    def _id(self) -> str:
        h = f"{self.dice.getrandbits(128):032x}"
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) & 3]}{h[17:20]}-{h[20:]}"

    def _sign(
        self, event: Event, hand: Hand, at: str, subjects: str, *, ground: str = "", detail: str = ""
    ) -> None:
        line = self.chain.add(
            id=self._id(), at=at, verb=event.verb, who=hand.signs, subjects=subjects, ground=ground, detail=detail,
        )  # fmt: skip
        self.entry.add(*line)

    def _give(
        self, hand: Hand, at: str, subjects: list[tuple[str, str]], recipients: list[str], *, ground: str, depth: str,
        source: str, source_id: str, until: str = NOTHING,
    ) -> None:  # fmt: skip
        stamp = f"{at}+00"
        for kind, subject in subjects:
            for recipient in recipients:
                self.grant.add(
                    self._id(), stamp, kind, subject, "AGENCY", recipient, depth, ground, source, source_id, stamp, until,
                    hand.staff_id, hand.agency_id,
                )  # fmt: skip
        detail = (
            f'{{"changes": {{"depth": [null, {depth}], "recipients": [null, "{",".join(recipients)}"]}}}}'
        )
        self._sign(
            sharing_events.GRANT_GIVEN, hand, at, ",".join(one for _kind, one in subjects), ground=ground, detail=detail,
        )  # fmt: skip

    def _open(self, course: Course, day: int, moment: int) -> None:
        dice, at, iso = self.dice, self._at(day, moment), self.iso
        stamp, on = f"{at}+00", iso[day]
        lead, operator = course.lead, course.operator
        hand = course.hand = dice.choice(lead.workers)
        area, towns = dice.choice(self.ground.areas)
        course.area = area
        address = (
            f"{dice.choice(towns)}{dice.randint(1, 6)}丁目{dice.randint(1, 40)}番{dice.randint(1, 30)}号"
        )
        kind, surname, people = self.homes.draw(year=int(on[:4]))
        course.kind = kind
        course.id, course.household = self._id(), self._id()
        for one in people:
            course.members.append(self._person(one, course, hand, at, address))
        course.person = course.members[kind.about]
        self.household.add(course.household, stamp, stamp, f"{surname}家", address, area, lead.id)
        self._sign(people_events.HOUSEHOLD_MADE, hand, at, course.members[0])
        for one, person in zip(people, course.members, strict=True):
            self.membership.add(self._id(), stamp, course.household, person, one.relation, on, hand.staff_id)
            if person != course.members[0]:
                detail = f'{{"changes": {{"relation": [null, "{one.relation}"]}}}}'
                self._sign(people_events.HOUSEHOLD_JOINED, hand, at, person, detail=detail)
        self._case(course, day, at, f"{surname}家（{kind.label}）")
        subjects = [("CASE", course.id), *(("PERSON", one) for one in course.members)]
        self._give(
            hand, at, subjects[:1], [lead.id], ground=Basis.OWN.value, depth=ALL_OF_IT, source=SourceKind.OWN_WORK.value,
            source_id=course.id,
        )  # fmt: skip
        if operator is not lead:
            self._give(
                hand, at, subjects, [operator.id], ground=Basis.OWN.value, depth=ALL_OF_IT, source=SourceKind.OWN_WORK.value,
                source_id=course.id,
            )  # fmt: skip
        side = "COUNCIL" if lead.is_council else "ADMINISTRATION"
        self._sign(
            case_events.CASE_OPENED, hand, at, ",".join(one for _kind, one in subjects),
            detail=f'{{"changes": {{"lead_side": [null, "{side}"]}}}}',
        )  # fmt: skip
        for title in dice.sample(kind.issues, dice.choice((1, 1, 2))):
            self.issue.add(
                self._id(), stamp, course.id, Basis.OWN.value, lead.id, ATTRIBUTES, course.id, "HOUSEHOLD", title, "家族", on,
                hand.staff_id,
            )  # fmt: skip
            self._sign(case_events.ISSUE_ADDED, hand, at, course.id)
        if course.other is not None:
            self._team(course, day, at, subjects)
        if course.consented:
            self._consent(course, at)

    def _person(self, one: Someone, course: Course, hand: Hand, at: str, address: str) -> str:
        new, stamp = self._id(), f"{at}+00"
        born = (date(one.born_year, 1, 1) + timedelta(days=one.born_day)).isoformat()
        self.person.add(
            new, stamp, stamp, one.name, one.kana, one.name_key, one.kana_key, one.sex, born, born, born, address, course.area,
            one.phone, course.lead.id,
        )  # fmt: skip
        self._give(
            hand, at, [("PERSON", new)], [course.lead.id], ground=Basis.OWN.value, depth=ALL_OF_IT,
            source=SourceKind.OWN_WORK.value, source_id=new,
        )  # fmt: skip
        self._sign(people_events.PERSON_ADDED, hand, at, new)
        return new

    def _case(self, course: Course, day: int, at: str, title: str) -> None:
        assert course.hand is not None
        hand, dice, iso, stamp = course.hand, self.dice, self.iso, f"{at}+00"
        side = "COUNCIL" if course.lead.is_council else "ADMINISTRATION"
        ends = course.ended is not None
        moved = max([day, *course.contacts[-1:], *([course.ended] if course.ended is not None else [])])
        finished = ends and course.status != "INTERRUPTED"
        self.numbered += 1
        self.case.add(
            course.id, stamp, stamp, self._number(day), course.household, title, course.operator.id, course.lead.id,
            hand.staff_id, side, course.status, course.area, iso[day],
            iso[course.ended] if finished and course.ended is not None else NOTHING,
            NOTHING if ends else iso[DAYS + dice.randint(-30, 90)], iso[moved],
        )  # fmt: skip
        for person in course.members:
            self.member.add(self._id(), stamp, course.id, person, iso[day])
        first_until = iso[course.ended] if course.ended is not None else NOTHING
        began = CaseStatus.COORDINATING.value if ends else course.status
        self.change.add(self._id(), stamp, course.id, began, iso[day], first_until, hand.staff_id)
        self.lead.add(
            self._id(), stamp, course.id, course.lead.id, hand.staff_id, side, iso[day], "いちばん長く関わっているため", hand.staff_id,
        )  # fmt: skip
        self.engagement.add(
            self._id(), stamp, course.id, Programme.MULTI_AGENCY.value, course.operator.id, iso[day],
            iso[course.ended] if finished and course.ended is not None and course.ended > day else NOTHING,
            "ケースの終わり" if finished else "",
        )  # fmt: skip

    def _number(self, day: int) -> str:
        """As the program numbers cases, and in the years before its era as an office would have."""
        year = fiscal_year(self.first + timedelta(days=day))
        return f"R{year - 2018}-{self.numbered:05}" if year >= 2019 else f"H{year - 1988}-{self.numbered:05}"

    def _team(self, course: Course, day: int, at: str, subjects: list[tuple[str, str]]) -> None:
        """支援会議 gave the lead and one other a part: both see the outline, as long as their part lasts."""
        assert course.other is not None and course.hand is not None
        dice, hand, iso = self.dice, course.hand, self.iso
        course.others_hand = dice.choice(course.other.workers)
        finished = course.ended is not None and course.status != "INTERRUPTED"
        done = iso[course.ended] if finished and course.ended is not None else NOTHING
        until = f"{done}T08:30:00+00" if finished else NOTHING
        status = (
            RoleStatus.PROMISED
            if not finished
            else RoleStatus.DONE
            if dice.random() < 0.8
            else RoleStatus.DROPPED
        )
        for bearer, worker, words in (
            (course.lead, hand, ROLES_OF_LEAD), (course.other, course.others_hand, ROLES_OF_OTHER),
        ):  # fmt: skip
            role = self._id()
            self.role.add(
                role, f"{at}+00", f"{at}+00", course.id, Basis.CONFERENCE.value, course.lead.id, ATTRIBUTES, course.id, bearer.id,
                worker.staff_id, dice.choice(words), iso[day], iso[DAYS + dice.randint(-20, 60)] if not finished else NOTHING,
                status.value, done,
            )  # fmt: skip
            self._give(
                hand, at, subjects, [bearer.id], ground=Basis.CONFERENCE.value, depth=OUTLINE, source=SourceKind.TEAM.value,
                source_id=role, until=until,
            )  # fmt: skip
            self._sign(
                case_events.ROLE_ASSIGNED, hand, at, course.id, ground=Basis.CONFERENCE.value,
                detail=f'{{"changes": {{"bearer": [null, "{bearer.id}"]}}, "texts": ["what"]}}',
            )  # fmt: skip

    def _consent(self, course: Course, at: str) -> None:
        """One person agreed that the two may know everything."""
        assert course.other is not None and course.hand is not None
        new, hand, stamp = self._id(), course.hand, f"{at}+00"
        self.consent.add(
            new, stamp, course.person, course.id, "GIVEN", at[:10], hand.staff_id, course.lead.id, "WRITTEN", "1",
            "世帯の支援を、関係機関で相談して進めるため", ALL,
        )  # fmt: skip
        both = [course.lead.id, course.other.id]
        for agency in both:
            self.recipient.add(self._id(), stamp, new, agency, ALL)
        subjects = [("PERSON", course.person), ("CASE", course.id)]
        self._give(
            hand, at, subjects, both, ground=Basis.CONSENT.value, depth=ALL_OF_IT, source=SourceKind.CONSENT.value, source_id=new,
        )  # fmt: skip
        self._sign(
            sharing_events.CONSENT_TAKEN, hand, at, f"{course.person},{course.id}", ground=Basis.CONSENT.value
        )

    def _write_contact(self, course: Course, day: int, moment: int) -> None:
        assert course.hand is not None and course.kind is not None
        random_, at = self.dice.random, self._at(day, moment)
        stamp, hand = f"{at}+00", course.hand
        agency, basis = course.lead.id, "OWN"
        if course.others_hand is not None and course.other is not None:
            if random_() < 0.25:
                hand, agency = course.others_hand, course.other.id
                basis = "C0" if course.consented else "J6"
                if not course.other_writes:
                    course.other_writes = True
                    self._give(
                        hand, at, [("PERSON", course.person)], [agency], ground="OWN", depth=ALL_OF_IT, source="OWN_WORK",
                        source_id=course.person,
                    )  # fmt: skip
            elif course.consented and random_() < 0.5:
                basis = "C0"
        way = bisect.bisect_right(WAY_ENDS, random_() * 100)
        method, met, whom, _share = WAYS[way]
        lines = NOT_MET if met in ("ABSENT", "POSTED") else course.kind.lines
        body = lines[int(random_() * len(lines))]
        if random_() < 0.6:
            body += COMMON[int(random_() * len(COMMON))]
        course.written += 1
        next_on, next_what = NOTHING, ""
        if course.ended is None and course.written == len(course.contacts) and random_() < 0.6:
            next_on, next_what = self.iso[DAYS + int(random_() * 30) - 8], "訪ねる"
        new = self._id()
        self.contact.add(
            new, stamp, course.person, basis, agency, LIFE_HISTORY, course.person, course.household, course.id, self.iso[day],
            str(10 + 5 * int(random_() * 12)), method, met, whom, body, next_on, next_what, "OUTREACH", course.area, hand.staff_id,
        )  # fmt: skip
        kind, source = OF_WAY[way]
        self.segment.add(self._id(), stamp, new, "1", kind.value, source, body)
        self._sign(
            contact_events.CONTACT_RECORDED, hand, at, f"{course.person},{course.id}", ground=basis, detail='{"texts": ["body"]}'
        )  # fmt: skip

    def _end(self, course: Course, day: int, moment: int) -> None:
        assert course.hand is not None
        hand, at = course.hand, self._at(day, moment)
        stamp, paused = f"{at}+00", course.status == "INTERRUPTED"
        self.change.add(self._id(), stamp, course.id, course.status, self.iso[day], NOTHING, hand.staff_id)
        detail = f'{{"changes": {{"status": ["COORDINATING", "{course.status}"]}}}}'
        self._sign(case_events.STATUS_CHANGED, hand, at, course.id, detail=detail)
        reason = (
            "OTHER"
            if paused
            else self.dice.choice((CloseReason.SOLVED, CloseReason.ROLES_SET, CloseReason.MOVED)).value
        )
        kind = {"CLOSED": ClosureKind.CLOSED, "COORDINATED": ClosureKind.COORDINATED}.get(
            course.status, ClosureKind.INTERRUPTED
        )
        self.closure.add(
            self._id(), stamp, course.id, Basis.OWN.value, course.lead.id, course.id, kind.value, "1", self.iso[day], reason,
            "落ち着いて暮らしている。", course.lead.id, "t" if paused else "f", "地区の民生委員" if paused else "",
            self.iso[min(DAYS + 150, max(day + 90, DAYS - 10))] if paused else NOTHING, "本人から連絡があったとき" if paused else "",
            hand.staff_id,
        )  # fmt: skip
        if course.other is not None and not paused:
            self._sign(
                sharing_events.GRANT_ENDED, hand, at, "",
                detail=f'{{"changes": {{"grants": [null, {2 * (1 + len(course.members))}]}}}}',
            )  # fmt: skip
        event = {
            "CLOSED": own_events.CASE_CLOSED, "COORDINATED": own_events.CASE_COORDINATED,
        }.get(course.status, own_events.CASE_INTERRUPTED)  # fmt: skip
        self._sign(event, hand, at, course.id, detail=detail)

    # --- places -----------------------------------------------------------------------------------

    def _places(self) -> None:
        dice, iso = self.dice, self.iso
        bodies: list[str] = []
        stamp = f"{self._at(0, 0)}+00"
        kinds = [
            OrganisationKind.RESIDENTS,
            OrganisationKind.VOLUNTEERS,
            OrganisationKind.NPO,
            OrganisationKind.CORPORATION,
        ]
        for number in range(max(1, self.size.places // 4)):
            bodies.append(self._id())
            self.organisation.add(
                bodies[-1], stamp, stamp, f"架空の団体{number + 1}", dice.choice(kinds).value
            )
        for number in range(self.size.places):
            area, towns = dice.choice(self.ground.areas)
            word, code = dice.choice(PLACES)
            location, place = self._id(), self._id()
            keeper = dice.choice(dice.choice(self.ground.offices).workers).staff_id
            town = dice.choice(towns)
            self.location.add(
                location, stamp, stamp, f"{town}会館{number + 1}", f"{town}{dice.randint(1, 6)}丁目", area
            )
            asked = DAYS - dice.randint(1, 500)
            self.place.add(
                place, stamp, stamp, f"{town}の{word}{number + 1}", code, dice.choice(bodies), location,
                dice.choice((Welcome.YES, Welcome.YES, Welcome.CONDITIONAL, Welcome.ASK, Welcome.UNKNOWN)).value,
                "t" if dice.random() < 0.5 else "f", str(dice.randint(5, 40)), "", "t" if dice.random() < 0.6 else "f",
                iso[asked], (self.first + timedelta(days=asked + 365)).isoformat(), keeper,
            )  # fmt: skip
            self.confirmation.add(
                self._id(), stamp, place, iso[asked], (self.first + timedelta(days=asked + 365)).isoformat(), "PHONE", keeper,
            )  # fmt: skip
            for weekday in sorted(dice.sample(range(7), dice.randint(1, 3))):
                opens = dice.randint(9, 15)
                self.opening.add(
                    self._id(), stamp, place, "OPEN", str(weekday), f"{opens:02}:00", f"{opens + 3:02}:00"
                )
