"""``python -m bench.public_town 10000 12``: so many public places in so many areas, each open on two weekdays, on the map."""

from __future__ import annotations

import os
import sys
from uuid import UUID, uuid5

import psycopg
from django.core.management import call_command

from config import databases, embedded, env

SPACE = UUID("6f7f2f0e-6f0a-4f2d-9d8e-2a41c0a9d0b1")


def area_id(number: int) -> UUID:
    return uuid5(SPACE, f"area{number}")


def lay(connection: psycopg.Connection, *, places: int, areas: int) -> None:
    from norishiro.agencies.models import Area, Staff
    from norishiro.resources.models import Location, OpeningLine, Organisation, Place

    if Place.objects.count() == places:
        return
    keeper = Staff.objects.create(login_id="bench-keeper", name="測定 守", password="!")
    Area.objects.bulk_create(
        Area(
            id=area_id(n), code=f"bench-{n}", name=f"測定圏域{n}", layer="AREA", from_on="2020-04-01", order=n
        )
        for n in range(areas)
    )
    body = Organisation.objects.create(name="測定町会", kind="RESIDENTS")
    Location.objects.bulk_create(
        (
            Location(
                id=uuid5(SPACE, f"location{n}"), name=f"測定会館{n}", address=f"みなと町{n}", area_id=area_id(n % areas),
                latitude=f"{35 + (n % 100) / 1000:.6f}", longitude=f"{139.4 + (n // 100) / 1000:.6f}",
            )
            for n in range(places)
        ),
        batch_size=1000,
    )  # fmt: skip
    Place.objects.bulk_create(
        (
            Place(
                id=uuid5(SPACE, f"place{n}"), name=f"測定の居場所{n:05}", kind=("SALON", "KITCHEN", "YOUTH")[n % 3],
                organisation=body, location_id=uuid5(SPACE, f"location{n}"), welcome="YES", is_public=True, alone=n % 4 == 0,
                fee=(0, 100, None)[n % 3], kept_by=keeper,
            )
            for n in range(places)
        ),
        batch_size=1000,
    )  # fmt: skip
    OpeningLine.objects.bulk_create(
        (
            OpeningLine(
                place_id=uuid5(SPACE, f"place{n}"), kind="OPEN", weekday=(n + 3 * which) % 7, holidays="ANY",
                opens=("10:00", "17:00")[n % 5 == 0], closes=("16:00", "20:00")[n % 5 == 0],
            )
            for n in range(places)
            for which in range(2)
        ),
        batch_size=1000,
    )  # fmt: skip
    connection.execute("ANALYZE")


def main() -> None:
    environment = env.current()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    with embedded.in_use(embedded.Server(home=environment.home)):
        import django

        django.setup()
        from norishiro.profiles.models import ProfileVersion

        if not ProfileVersion.objects.exists():
            call_command("load_profile", "toshima")
        arguments = databases.connect_arguments(databases.settings_for(environment, role="owner"))
        with psycopg.connect(**arguments, autocommit=True) as connection:
            lay(connection, places=int(sys.argv[1]), areas=int(sys.argv[2]))


if __name__ == "__main__":
    main()
