"""Who works in the demo town: named by hand for two presets, derived from the profile's roles for the others."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone

from norishiro.agencies import operations as agencies
from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor, actor_for
from norishiro.agencies.choices import Body, KnownBy, ReviewChoice, RoleKind
from norishiro.agencies.models import Agency, Appointment, Area, Role, Staff, live_on
from norishiro.profiles.schema.profile import Profile

DATA = Path(__file__).parent / "data"
PASSWORD = "mihon-no-machi"
FIRST = "kanri"


@dataclass(frozen=True)
class Post:
    """An agency by its code, a role by its code or by what kind of role it is, and the district looked after, if any."""

    agency: str
    role: str
    area: str = ""


@dataclass(frozen=True)
class Account:
    """One invented member of staff; the first post is the hat worn in the stories."""

    login: str
    name: str
    posts: tuple[Post, ...]


def accounts_for(profile: Profile, *, preset: str, today: date) -> list[Account]:
    """The staff of the demo town under this profile; the first one sets everything up."""
    file = DATA / f"{preset}.toml"
    if file.exists():
        return list(_written(file))
    return list(_derived(profile, today=today))


def _written(file: Path) -> Iterator[Account]:
    for row in tomllib.loads(file.read_text(encoding="utf-8"))["accounts"]:
        posts = tuple(Post(*post.split("/")) for post in row["posts"])
        yield Account(row["login"], row["name"], posts)


# --- derived from the profile ----------------------------------------------------------------------------

NAMES = (
    "みなと あかり", "いずみ そら", "かぜの みどり", "ほしの こはる", "つきみ はるか", "なみき ひなた",
    "あさひ しおり", "ゆうぎり まどか", "わかば なぎさ", "こだま ちひろ", "しらなみ いぶき", "はなの つむぎ",
)  # fmt: skip

# Login id and the kinds of role held, in the order in which they are wanted.
WANTED = (
    (FIRST, (RoleKind.SYSTEM,)),
    ("suishin", (RoleKind.COORDINATOR,)),
    ("csw", (RoleKind.CSW,)),
    ("madoguchi", (RoleKind.WINDOW,)),
    ("jimukyoku", (RoleKind.SECRETARIAT,)),
    ("kacho", (RoleKind.DECIDER, RoleKind.MANAGER)),
    ("tokatsu", (RoleKind.SUPERVISOR,)),
    ("chiiki", (RoleKind.AREA_DUTY,)),
    ("minsei", (RoleKind.COMMISSIONER,)),
)


def _derived(profile: Profile, *, today: date) -> Iterator[Account]:
    """One account for each kind of work, where the profile places that work."""
    live = {agency.code: agency for agency in Agency.objects.filter(live_on(today))}
    names = iter(NAMES)
    for login, kinds in WANTED:
        places = [_place(profile, kind, live, today=today) for kind in kinds]
        first = next((place for place in places if place), None)
        if first is not None:
            posts = tuple(Post(place or first, kind.value) for place, kind in zip(places, kinds, strict=True))
            yield Account(login, next(names), posts)
    for number, code in enumerate(_other_windows(profile, live), start=2):
        yield Account(f"madoguchi{number}", next(names), (Post(code, RoleKind.WINDOW.value),))


def _place(profile: Profile, kind: RoleKind, live: dict[str, Agency], *, today: date) -> str | None:
    """The code of the agency where somebody with this kind of role sits."""
    for role in Role.objects.filter(live_on(today), kind=kind).order_by("code"):
        written = next((entry for entry in profile.roles if entry.code == role.code), None)
        found = next((code for code in (written.agencies if written else ()) if code in live), None)
        if found:
            return found
    operator = next((code for code in profile.flow.operators if code in live), None)
    windows = _window_agencies(profile, live)
    if kind == RoleKind.WINDOW:
        return windows[0] if windows else operator
    if kind == RoleKind.COMMISSIONER:
        return next((one.code for one in live.values() if one.body == Body.COMMUNITY), None)
    if kind in (RoleKind.SECRETARIAT, RoleKind.DECIDER):
        return _convener(profile, live) or operator
    return operator


def _convener(profile: Profile, live: dict[str, Agency]) -> str | None:
    named = (code for body in profile.meeting_bodies if body.convener for code in body.convener.agencies)
    return next((code for code in named if code in live), None)


def _window_agencies(profile: Profile, live: dict[str, Agency]) -> list[str]:
    codes = dict.fromkeys(code for window in profile.windows for code in window.operators if code in live)
    return list(codes)


def _other_windows(profile: Profile, live: dict[str, Agency]) -> list[str]:
    """Two more windows, so that there is somebody to send things to and somebody who is not involved."""
    return [code for code in _window_agencies(profile, live) if code not in profile.flow.operators][1:3]


# --- making them -----------------------------------------------------------------------------------------


def appoint_all(accounts: Iterable[Account], *, since: date, today: date) -> dict[str, Actor]:
    """Make the accounts through the verbs of agencies; return each as the actor who wears the first post's hat.

    The very first account cannot be made by anybody, so it is laid by the program itself.
    """
    first, *others = accounts
    setter_up = _first(first, since=since, today=today)
    actors = {first.login: setter_up}
    for account in others:
        staff = agencies.add_staff(
            setter_up, login_id=account.login, name=account.name, kana=account.name, qualification="", email="",
            password=PASSWORD, lent=False,
        )  # fmt: skip
        for post in account.posts:
            _appoint(setter_up, staff=staff, post=post, since=since)
        actors[account.login] = _actor(staff, account, today=today)
    simple = [account for account in others if len(account.posts) == 1]
    _help_in(setter_up, Staff.objects.get(login_id=simple[-1].login))
    _look_over(setter_up, today=today)
    return actors


def _look_over(keeper: Actor, *, today: date) -> None:
    """The posts of the keeper's own agency were looked over this morning; all go on."""
    agency = Agency.objects.get(id=keeper.agency_id)
    held = agency_queries.held_posts(keeper, agency=agency, today=today)
    decided = [agencies.Decided(one, ReviewChoice.KEEP) for one in held]
    agencies.settle_review(keeper, agency=agency, decided=decided, end_on=today)


def _help_in(helper: Actor, staff: Staff) -> None:
    """One forgot the password this morning, was helped, and chose their own again; they have not said yet that they asked."""
    agencies.renew_password(
        helper,
        staff=staff,
        known_by=KnownBy.CALLBACK,
        password=agencies.initial_password(),
        now=timezone.now(),
    )
    staff.set_password(PASSWORD)
    staff.password_is_lent = False
    staff.save(update_fields=["password", "password_is_lent"])


def _first(account: Account, *, since: date, today: date) -> Actor:
    staff = Staff(login_id=account.login, name=account.name, kana=account.name)
    staff.set_password(PASSWORD)
    staff.save()
    for post in account.posts:
        role = role_of(post)
        Appointment.objects.create(
            staff=staff, agency=_agency(post), role=role, kind=role.appointment_kind, from_on=since
        )
    return _actor(staff, account, today=today)


def _appoint(actor: Actor, *, staff: Staff, post: Post, since: date) -> None:
    agency, role = _agency(post), role_of(post)
    agencies.appoint(
        actor, staff=staff, agency=agency, role=role, area=_area(post), base=None, kind=role.appointment_kind,
        document_no="", from_on=max(since, agency.from_on, role.from_on), until_on=None,
    )  # fmt: skip


def role_of(post: Post) -> Role:
    return (
        Role.objects.filter(code=post.role).first()
        or Role.objects.filter(kind=post.role, until_on=None).order_by("code")[0]
    )


def _agency(post: Post) -> Agency:
    return Agency.objects.get(code=post.agency)


def _area(post: Post) -> Area | None:
    return Area.objects.get(code=post.area, until_on=None) if post.area else None


def _actor(staff: Staff, account: Account, *, today: date) -> Actor:
    actor = actor_for(staff_id=staff.id, agency_id=_agency(account.posts[0]).id, today=today)
    assert actor is not None
    return actor
