"""What a form about somebody is offered: who was there, agencies, grounds; and what comes back from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import found_nothing
from norishiro.core.forms.base import as_uuid
from norishiro.core.withheld import covered
from norishiro.outreach import queries
from norishiro.outreach.operations import Told
from norishiro.outreach.segments import BUTTONS
from norishiro.people import queries as people_queries
from norishiro.profiles.current import NoProfileError, current_profile
from norishiro.profiles.schema.forms import ContactTag
from norishiro.profiles.schema.national import default_contact_tags
from norishiro.sharing.choices import Ground
from norishiro.sharing.queries import bases_open_to

if TYPE_CHECKING:
    from norishiro.outreach.forms import ContactForm
    from norishiro.outreach.models import Phrase
    from norishiro.people.models import Person

READERS = {
    Ground.CONSENT: "同意で名前の挙がった機関も読めます（本人の同意）",
    Ground.CONFERENCE: "この件の支援会議の構成員も読めます（支援会議）",
    Ground.OWN: "自分の機関だけが読めます",
}
TOLD = ("happened_on", "happened_at", "minutes", "method", "met", "place", "with_whom", "legal_basis", "body", "impression", "next_on",
        "next_what", "programme", "sub_programme", "kind", "offline_at")  # fmt: skip
FOUND = 10
LONGEST_CHIP = 16
NOBODY = "見てよい人のなかには見つかりませんでした。名前かよみを短くして、もう一度さがしてください。まだ登録していません。"


def status_of(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def offer_grounds(request: Any, form: Any, *, subject: UUID) -> None:
    """On which ground it may be written, the best one first, and who reads it then."""
    bases = bases_open_to(request.actor, subject_id=subject)
    form.fields["basis"].offer([(ground.value, READERS[ground]) for ground in bases])
    form.fields["basis"].initial = bases[0].value


def offer_agencies(request: Any, form: ContactForm) -> None:
    names = agency_queries.agency_names(request.actor, on=timezone.localdate())
    form.fields["companion"].offer(names)
    form.fields["asked_agency"].offer(names)


def offer_present(request: Any, form: ContactForm, *, near: Collection[Person]) -> dict[str, Person]:
    """Who else may have been there: who is near, who is ticked already, and whom somebody looks for in the form. Answers
    everybody the page then names."""
    actor = request.actor
    known = {str(one.id): one for one in near}
    ticked = [key for one in form["present"].value() or () if (key := as_uuid(str(one)))]
    missing = [key for key in ticked if str(key) not in known]
    known |= {str(one.id): one for one in people_queries.people_named(actor, person_ids=missing)}
    if form.sought is not None:
        known |= {str(one.id): one for one in _found(request, form, text=form.sought)}
    form.fields["present"].offer([(key, one.label) for key, one in known.items()])
    return known


def _found(request: Any, form: ContactForm, *, text: str) -> list[Person]:
    """Withheld words find nobody, like words that nobody has."""
    today = timezone.localdate()
    hidden = covered([text]) != [None]
    found = [] if hidden else people_queries.search_people(request.actor, text=text, today=today, limit=FOUND)
    if text and not found:
        found_nothing(request, words=text)
    form.fields["look_for"].tell(
        f"{len(found)}人見つかりました。会った人に印を付けてください。まだ登録していません。"
        if found
        else NOBODY
    )
    return found


def offer_tags(form: ContactForm) -> None:
    """The tags of the town."""
    form.fields["tags"].offer(tags_on(timezone.localdate()))


def show_phrases(request: Any, form: ContactForm) -> None:
    """The agency's own phrases beside the marks of a line."""
    own = queries.phrases_for(request.actor, on=timezone.localdate())
    form.fields["body"].widget.marks = (*BUTTONS, *((one.text, _short(one)) for one in own))


def _short(phrase: Phrase) -> str:
    words = phrase.text if len(phrase.text) <= LONGEST_CHIP else f"{phrase.text[:LONGEST_CHIP]}…"
    return f"{phrase.get_method_display()}：{words}" if phrase.method else words


def tags_on(day: date) -> list[tuple[str, str]]:
    """The tags to choose from that day, code and words."""
    return [(one.code, one.label) for one in _tags(day) if one.holds_on(day)]


def tag_labels(each: Iterable[Iterable[str]]) -> list[list[str]]:
    """The words of the tags of each record; one the town no longer knows keeps its code."""
    known = {one.code: one.label for one in _tags(timezone.localdate())}
    return [[known.get(code, code) for code in codes] for codes in each]


def _tags(day: date) -> tuple[ContactTag, ...]:
    """Those of the town, or the proposal where no settings have begun."""
    try:
        return current_profile(day).contact_tags
    except NoProfileError:
        return default_contact_tags()


def told_in(given: Mapping[str, Any], *, programme: str = "") -> Told:
    """What was written. ``programme``: what it counts for where nobody chose."""
    asked = UUID(given["asked_agency"]) if given["asked_agency"] else None
    told = Told(asked_agency_id=asked, **{name: given[name] for name in TOLD})
    return told if told.programme else replace(told, programme=programme)


def companions_in(given: Mapping[str, Any]) -> list[tuple[UUID, str]]:
    return [(UUID(given["companion"]), given["companion_name"])] if given["companion"] else []
