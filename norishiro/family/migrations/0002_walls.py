"""The walls of this room. What is told of a family opens as it was written; a tie, a mark and a kept figure besides only
where every registered person in it is open, so that no line tells of somebody who is not seen."""

from django.db import migrations

from norishiro.sharing import walls


def seen(table: str, *columns: str) -> str:
    """Every registered person these columns name is open to the reader."""
    return " AND ".join(
        f"({table}.{column} IS NULL OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = {table}.{column}))"
        for column in columns
    )


def told(table: str, *, also: str = "") -> tuple[str, str]:
    return walls.wall(table, subject="subject_id", depth=2, gated=True, also=also)


# Somebody told of is told of still where the registered person they turned out to be is not seen; but not where the use
# of that person's data is stopped.
NOT_STOPPED = (
    "(family_kin.person_id IS NULL OR family_kin.person_id <> ALL ((SELECT gate_stopped())::uuid[]))"
)


FIGURE = (
    "EXISTS (SELECT 1 FROM family_snapshot s WHERE s.id = family_snapshotfigure.snapshot_id)"
    f" AND {seen('family_snapshotfigure', 'person_id')}"
)
TIE = " AND ".join(
    f"EXISTS (SELECT 1 FROM family_snapshotfigure f WHERE f.id = family_snapshottie.{column})"
    for column in ("one_id", "other_id")
)
HIDDEN = (
    "EXISTS (SELECT 1 FROM family_tie t WHERE t.id = family_hiddenmanner.tie_id)"
    f" AND family_hiddenmanner.agency_id = ANY ({walls.AGENCIES})"
)


class Migration(migrations.Migration):
    dependencies = [("family", "0001_initial"), ("sharing", "0007_use_stopped"), ("people", "0002_walls")]
    operations = [
        migrations.RunSQL(*told("family_kin", also=NOT_STOPPED)),
        migrations.RunSQL(*told("family_tie", also=seen("family_tie", "one_person_id", "other_person_id"))),
        migrations.RunSQL(*told("family_mark", also=seen("family_mark", "person_id"))),
        migrations.RunSQL(*told("family_snapshot")),
        migrations.RunSQL(*walls.policy("family_hiddenmanner", using=HIDDEN)),
        migrations.RunSQL(*walls.policy("family_snapshotfigure", using=FIGURE)),
        migrations.RunSQL(
            *walls.inherited("family_snapshothome", parent="family_snapshotfigure", column="figure_id")
        ),
        migrations.RunSQL(*walls.policy("family_snapshottie", using=TIE)),
    ]
