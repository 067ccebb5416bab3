"""Whoever wrote that somebody was there has work in common with that person."""

from importlib import import_module

from django.db import migrations

# look_facts alone: look_counts, which follows it there, has been written anew since (0006).
_FACTS = import_module("norishiro.watching.migrations.0003_facts").FACTS.partition(
    "CREATE FUNCTION look_counts"
)[0]
_BEFORE = _FACTS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_ABOUT = """
    SELECT k.staff_id, s.subject, k.happened_on - near_days, k.happened_on + near_days
    FROM (SELECT DISTINCT subject FROM seen) s JOIN outreach_contact k ON k.subject_id = s.subject
    UNION ALL"""
_THERE = """
    SELECT k.staff_id, s.subject, k.happened_on - near_days, k.happened_on + near_days
    FROM (SELECT DISTINCT subject FROM seen) s JOIN outreach_present t ON t.person_id = s.subject
    JOIN outreach_contact k ON k.id = t.contact_id
    UNION ALL"""


class Migration(migrations.Migration):
    dependencies = [("watching", "0006_guesses"), ("outreach", "0012_present_wall")]
    operations = [migrations.RunSQL(_BEFORE.replace(_ABOUT, _ABOUT + _THERE), _BEFORE)]
