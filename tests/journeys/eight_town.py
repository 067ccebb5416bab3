"""The town of one story: its profile, its people at their browsers, and the case they open before any meeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for
from norishiro.casework.operations.accept import accept_request
from norishiro.consultations.choices import LeadSide, NoConsentReason, SortingOrigin
from norishiro.consultations.models import SupportRequest
from norishiro.consultations.operations import apply_for_support
from norishiro.meetings.models import Body
from norishiro.people.models import Person
from norishiro.people.operations import add_person
from norishiro.profiles.choices import BodyKind
from norishiro.profiles.current import current_profile
from norishiro.profiles.schema.meetings import MeetingBody
from norishiro.profiles.schema.parts import Party
from norishiro.profiles.schema.profile import Profile
from norishiro.sharing.choices import ALL_CATEGORIES, ConsentGiver, ConsentMethod
from norishiro.sharing.operations import take_consent
from tests.journeys.eight_casts import CASTS, Cast, Post
from tests.journeys.stage import Player, Stage

TITLE, WHO = "橋のたもとの暮らし", "橋のたもとの人"
ON_CONSENT = (BodyKind.LAYERED, BodyKind.BOTH)


def wareki(day: date) -> str:
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


@dataclass
class Town:
    """One city in its story. ``at`` holds the addresses the story has come by; to the stranger they are nothing."""

    profile: Profile
    cast: Cast
    players: dict[str, Player]
    posts: dict[str, Post]
    today: date
    person: Person | None = None
    case_id: UUID | None = None
    at: dict[str, str] = field(default_factory=dict)
    consented: bool = False
    sorted_at: str = ""

    @property
    def carrier(self) -> Player:
        return self.players["carrier"]

    @property
    def window(self) -> Player:
        return self.players["window"]

    @property
    def stranger(self) -> Player:
        return self.players["stranger"]

    @property
    def team(self) -> list[Player]:
        """Everybody who has to do with the family, the one who carries the case first."""
        return [player for part, player in self.players.items() if part != "stranger"]

    @property
    def providers(self) -> list[Player]:
        """Who shall do something for the family: the window, and one of the members."""
        return [self.window, self.players["member_1"]]

    def body(self, code: str) -> MeetingBody:
        return self.profile.body(code)

    def body_id(self, code: str) -> UUID:
        return Body.objects.values_list("id", flat=True).get(code=code)

    def who(self, party: Party) -> Player:
        """The first of the team whom the profile names: by agency, by role, or (a body alone) by its roster."""
        agencies = set(party.agencies)
        if party.body and not agencies and not party.role:
            agencies = {one for seat in self.body(party.body).roster for one in seat.agencies}
        for part, player in self.players.items():
            named = player.agency.code in agencies or party.role in self.posts[part].roles
            if named and part not in ("decider", "stranger"):
                return player
        raise AssertionError(f"{party} を受けもつ人が、配役にいません")

    def convener_of(self, code: str) -> Player:
        party = self.body(code).convener
        return self.who(party) if party else self.carrier

    def sorts(self, code: str) -> bool:
        """A meeting before the case: no 支援会議, for one kind of trouble, it says where a household goes."""
        body = self.body(code)
        return body.kind == BodyKind.OTHER and body.target is not None

    def needs_consent(self, code: str) -> bool:
        """The plan is found appropriate there, on consent."""
        return self.body(code).kind in ON_CONSENT and code in self.profile.flow.plan.reviewed_in

    def actor(self, part: str) -> Actor:
        player = self.players[part]
        found = actor_for(staff_id=player.staff.id, agency_id=player.agency.id, today=self.today)
        assert found is not None
        return found

    def keep(self, name: str, player: Player) -> str:
        """Remember where the player is; the stranger finds nothing there."""
        self.at[name] = player.path
        self.stranger.cannot_open(player.path)
        return player.path

    def page(self, name: str, **ids: object) -> str:
        return reverse(name, kwargs=ids)

    def nothing_for_the_stranger(self) -> None:
        """Every address of the story is no page for the stranger, and no list names the family."""
        for path in self.at.values():
            self.stranger.cannot_open(path)
        for path in ("/", "/cases/", "/meetings/"):
            self.stranger.can_open(path)
            self.stranger.does_not_see(TITLE, WHO)


def enter_all(stage: Stage, name: str) -> Town:
    cast, today = CASTS[name], timezone.localdate()
    posts = {"carrier": cast.carrier, "window": cast.window}
    posts |= {"convener": cast.convener} if cast.convener else {}
    posts |= {"member_1": cast.members[0], "member_2": cast.members[1], "decider": cast.decider}
    posts["stranger"] = cast.stranger
    players = {
        part: stage.enter(post.name, agency=post.agency, roles=post.roles, kinds=post.kinds)
        for part, post in posts.items()
    }
    return Town(profile=current_profile(today), cast=cast, players=players, posts=posts, today=today)


# --- 会議の前: 受付、申込、要の回答。ほかの旅が画面で示しているので、ここでは手続きだけを踏む ----------------------


def apply(town: Town, *, sorted_first: bool) -> SupportRequest:
    """The window registers the person and applies to the operator, without consent: nobody has met the person yet."""
    window = town.actor("window")
    town.person = add_person(window, alias=WHO, today=town.today)
    return apply_for_support(
        window, person=town.person, operator_id=town.carrier.agency.id,
        situation="川ぞいの家に一人。郵便がたまり、だれも会えていない。", tried="三度訪ね、手紙を入れた。",
        stuck="どの窓口が主に担うか決まらない。", no_consent_reason=NoConsentReason.NOT_MET,
        sorting_origin=SortingOrigin.SELF_RELIANCE if sorted_first else "", today=town.today,
    )  # fmt: skip


def accept(town: Town, request: SupportRequest) -> None:
    """The operator answers 要, at the first step of the town's own flow, and the case begins."""
    carrier = town.actor("carrier")
    council = town.carrier.agency.body == "COUNCIL"
    steps = town.profile.flow.steps
    case = accept_request(
        carrier, request=request, title=TITLE, household_label="橋のたもとの家", lead_agency_id=carrier.agency_id,
        lead_staff_id=carrier.staff_id, lead_side=LeadSide.COUNCIL if council else LeadSide.ADMINISTRATION,
        lead_side_reason="この申込を受けた機関だから", reason="一つの窓口では進まない",
        flow_step=steps[0].code if steps else "", today=town.today,
    )  # fmt: skip
    town.case_id = case.id
    town.at["case"] = town.page("cases:show", case_id=case.id)
    town.stranger.cannot_open(town.at["case"])


def met_and_consented(town: Town) -> None:
    """The person was met and lets everybody of the team know, by name."""
    assert town.person is not None
    carrier = town.actor("carrier")
    take_consent(
        carrier, person=town.person, case_id=town.case_id, recipient_ids={one.agency.id for one in town.team},
        categories=ALL_CATEGORIES, asked_on=town.today, until_on=None, method=ConsentMethod.WRITTEN, witness="",
        giver=ConsentGiver.SELF, giver_name="", wording_version="1", purpose="いっしょに支えるため", today=town.today,
    )  # fmt: skip
    town.consented = True


def in_a_day(town: Town, days: int) -> str:
    return wareki(town.today + timedelta(days=days))
