"""What is open to everybody, table by table: which rows, which columns, and nothing else.

The role that reads public pages can name no table. It sees a schema of views under the tables' names, laid anew at every
``norishiro migrate`` from what stands here (``config/roles.py``). A column that is not named here is empty in its view, so a
new column of a table stays inside until somebody writes it down here. Nothing of this file knows Django or a connection.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# The view that says whether anything of what stands here has changed.
EDITION = "edition"

# The one thing the public role may do: add one to today's number of a printed code. Whose code it is not is not counted.
COUNTING = "count_visit"
COUNT_VISIT = """
CREATE FUNCTION {schema}.count_visit(written text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    INSERT INTO public.publicity_codeday AS d (id, code_id, "on", visits)
    SELECT gen_random_uuid(), c.id, (now() AT TIME ZONE 'Asia/Tokyo')::date, 1
    FROM public.publicity_code c WHERE c.token = written AND c.ended_on IS NULL
    ON CONFLICT (code_id, "on") DO UPDATE SET visits = d.visits + 1 WHERE d.visits < 1000000
$$;
REVOKE ALL ON FUNCTION {schema}.count_visit(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {schema}.count_visit(text) TO {public}
"""

ASKED = re.compile(r"\bpublic\.(\w+)")
PUBLIC_PLACE = "t.is_public AND NOT t.private_home"
OF_A_PUBLIC_PLACE = "EXISTS (SELECT FROM public.resources_place p WHERE p.id = t.place_id AND p.is_public AND NOT p.private_home)"
OF_A_PUBLIC_WINDOW = "EXISTS (SELECT FROM public.agencies_window w WHERE w.id = t.window_id AND w.is_public)"
TODAY = "(now() AT TIME ZONE 'Asia/Tokyo')::date"
OF_A_LIVE_PAGE = "EXISTS (SELECT FROM public.publicity_publictext x WHERE x.page_id = t.page_id AND x.published_on IS NOT NULL)"


@dataclass(frozen=True)
class Offered:
    """One table: the rows that fit (``t`` is the table), the columns shown as they are, and those told otherwise."""

    table: str
    rows: str
    shown: tuple[str, ...]
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> set[str]:
        """Every table on which it depends what is seen: this one, and those that the conditions name."""
        return {self.table, *ASKED.findall(" ".join((self.rows, *self.told.values())))}


OFFERED = (
    Offered(
        "resources_place",
        PUBLIC_PLACE,
        (
            "id", "made_at", "version", "changed_at", "name", "kind", "about", "organisation_id", "location_id", "private_home",
            "opened_on", "anybody", "age_from", "age_to", "mood", "alone", "silent", "companion", "trial", "considerate",
            "capacity", "fee", "fee_note", "booking", "is_public", "contact_public", "confirmed_on", "valid_until",
        ),
        {one: f"CASE WHEN t.contact_public THEN t.{one} ELSE '' END" for one in ("phone", "email", "website")},
    ),
    Offered(
        "resources_organisation",
        "EXISTS (SELECT FROM public.resources_place p WHERE p.organisation_id = t.id AND p.is_public AND NOT p.private_home)",
        ("id", "made_at", "version", "changed_at", "name", "kind"),
    ),
    Offered(
        "resources_location",
        "NOT t.private_home AND EXISTS (SELECT FROM public.resources_place p WHERE p.location_id = t.id AND p.is_public"
        " AND NOT p.private_home)",
        ("id", "made_at", "version", "changed_at", "name", "address", "area_id", "directions", "private_home", "latitude", "longitude"),
    ),
    # As what one may come and the equipment; not which states are known there.
    Offered(
        "resources_trait", f"t.kind IN ('ROLE', 'ACCESS') AND {OF_A_PUBLIC_PLACE}", ("id", "made_at", "place_id", "kind", "code")
    ),
    Offered(
        "resources_openingline",
        OF_A_PUBLIC_PLACE,
        (
            "id", "made_at", "place_id", "kind", "weekday", "week", "month_day", "season_from", "season_to", "holidays", "opens",
            "closes", "order",
        ),
    ),
    # That it is closed, and never why: the reason may be somebody's illness.
    Offered(
        "resources_specialday",
        OF_A_PUBLIC_PLACE,
        ("id", "made_at", "place_id", "first_on", "last_on", "closed", "opens", "closes"),
    ),
    Offered("resources_stop", OF_A_PUBLIC_PLACE, ("id", "made_at", "place_id", "kind", "from_on", "until_on", "expected_on")),
    Offered("agencies_area", "true", ("id", "made_at", "code", "name", "layer", "parent_id", "from_on", "until_on", "order")),
    Offered(
        "agencies_window",
        "t.is_public",
        (
            "id", "made_at", "version", "changed_at", "code", "name", "parent_id", "place", "phone", "bring", "map_url", "way",
            "plain", "is_public", "from_on", "until_on", "order",
        ),
    ),
    Offered(
        "agencies_windowoperator",
        OF_A_PUBLIC_WINDOW,
        ("id", "made_at", "window_id", "agency_id", "from_on", "until_on", "order"),
    ),
    # The name alone: telephone and place of an agency may be for colleagues.
    Offered(
        "agencies_agency",
        "EXISTS (SELECT FROM public.agencies_windowoperator o JOIN public.agencies_window w ON w.id = o.window_id"
        " WHERE o.agency_id = t.id AND w.is_public)",
        ("id", "made_at", "version", "changed_at", "code", "name", "field", "from_on", "until_on"),
    ),
    Offered(
        "agencies_windowhours",
        OF_A_PUBLIC_WINDOW,
        ("id", "made_at", "window_id", "weekday", "week", "opens", "closes", "from_on", "until_on"),
    ),
    Offered(
        "agencies_windowexception",
        OF_A_PUBLIC_WINDOW,
        ("id", "made_at", "window_id", "rule", "closed", "opens", "closes", "from_on", "until_on"),
    ),
    # What staff published, and never their drafts.
    Offered(
        "publicity_publicpage",
        OF_A_LIVE_PAGE.replace("t.page_id", "t.id"),
        ("id", "made_at", "version", "changed_at", "slug", "topic", "order"),
    ),
    Offered(
        "publicity_publictext",
        "t.published_on IS NOT NULL",
        ("id", "made_at", "version", "changed_at", "page_id", "tongue", "live_title", "live_text", "published_on"),
    ),
    Offered("publicity_pageplace", f"{OF_A_LIVE_PAGE} AND {OF_A_PUBLIC_PLACE}", ("id", "made_at", "page_id", "place_id")),
    # What was made known and published, for as long as whoever is shown in it agrees; and where a printed code leads.
    Offered(
        "publicity_item",
        f"t.published_on IS NOT NULL AND (t.until_on IS NULL OR t.until_on > {TODAY}) AND (NOT t.shows_people"
        " OR EXISTS (SELECT FROM public.publicity_leave l WHERE l.item_id = t.id) AND NOT EXISTS (SELECT FROM"
        f" public.publicity_leave l WHERE l.item_id = t.id AND l.until_on <= {TODAY}))",
        (
            "id", "made_at", "version", "changed_at", "kind", "title", "edition", "about", "issued_on", "until_on", "opens",
            "closes", "venue", "published_on",
        ),
    ),
    Offered("publicity_code", "true", ("id", "token", "item_id", "page_id")),
    # What the town is called, and nothing else of its settings.
    Offered("profiles_profileversion", "true", ("municipality", "valid_from")),
)  # fmt: skip
