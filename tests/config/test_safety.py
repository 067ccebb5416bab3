"""What the doctor asks about safety, one by one: each question, once well and once wrong."""

import datetime
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from config import doctor, safety
from config.env import Environment, parse
from config.points import Answer, Fault

DAY = datetime.date(2026, 11, 23)
PUBLISHED = {
    "NORISHIRO_ALLOWED_HOSTS": "norishiro.example.lg.jp",
    "NORISHIRO_HTTPS": "1",
    "NORISHIRO_PROXY_COUNT": "1",
}
CAREFUL = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}
KEPT = {
    f"{kind}_COOKIE_{name}": value
    for kind in ("SESSION", "CSRF")
    for name, value in (("SECURE", True), ("HTTPONLY", True), ("SAMESITE", "Lax"))
}
PASSWORDS = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "AUTH_PASSWORD_VALIDATORS": [
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 12},
        }
    ],
}


def environment(**variables: str) -> Environment:
    return parse(variables)


def marks(faults: Iterable[Fault]) -> str:
    """One letter for each fault: fatal or not."""
    return "".join("×" if fault.is_fatal else "△" for fault in faults)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (safety.room_to_grow(free=5 * 1024**3, total=500 * 1024**3), ""),
        (safety.room_to_grow(free=5 * 1024**3 - 1, total=500 * 1024**3), "△"),
        (safety.room_to_grow(free=2 * 1024**3, total=20 * 1024**3), ""),
        (safety.room_to_grow(free=1024**3 - 1, total=500 * 1024**3), ""),  # the graver point speaks
        (safety.free_names(10_000, total=1_000_000), ""),
        (safety.free_names(9_999, total=1_000_000), "△"),
        (safety.free_names(0, total=0), ""),
        (safety.memory(2 * 1024**3), ""),
        (safety.memory(1024**3), "△"),
        (safety.open_files(1024), ""),
        (safety.open_files(-1), ""),
        (safety.open_files(256), "△"),
        (safety.clock_is_kept(True), ""),
        (safety.clock_is_kept(None), ""),
        (safety.clock_is_kept(False), "△"),
        (safety.python_is_mended((3, 11), today=datetime.date(2027, 10, 31)), ""),
        (safety.python_is_mended((3, 11), today=datetime.date(2027, 11, 1)), "△"),
        (safety.python_is_mended((3, 99), today=DAY), ""),
        (safety.libraries({"django": "5.2.19"}, {"django": "5.2.19"}), ""),
        (safety.libraries({"django": "5.2.19"}, {"django": "5.2.1"}), "△"),
        (safety.libraries({"django": "5.2.19"}, {"django": None}), "△"),
        (safety.not_root(environment(), user=0), ""),
        (safety.not_root(environment(**PUBLISHED), user=0), "△"),
        (safety.not_root(environment(**PUBLISHED), user=997), ""),
        (safety.sample_key("k" * 60), ""),
        (safety.sample_key("django-insecure-" + "k3" * 30), "×"),
        (safety.sample_key(None), ""),
        (safety.wildcard_hosts(("a.example.jp",)), ""),
        (safety.wildcard_hosts(("*",)), "×"),
        (safety.wildcard_hosts((".example.jp",)), "×"),
        (safety.named_hosts(environment(**PUBLISHED)), ""),
        (safety.named_hosts(environment()), ""),
        (safety.named_hosts(environment(HOST="0.0.0.0", NORISHIRO_HTTPS="1")), "△"),
        (safety.proxies(environment(**PUBLISHED)), ""),
        (safety.proxies(environment(**{**PUBLISHED, "NORISHIRO_PROXY_COUNT": "0"})), "△"),
        (safety.proxies(environment(NORISHIRO_PROXY_COUNT="1")), "△"),
        (safety.cookies(KEPT, published=True), ""),
        (safety.cookies({**KEPT, "CSRF_COOKIE_SECURE": False}, published=True), "×"),
        (safety.cookies({**KEPT, "CSRF_COOKIE_SECURE": False}, published=False), ""),
        (safety.cookies({**KEPT, "SESSION_COOKIE_HTTPONLY": False}, published=False), "×"),
        (safety.cookies({**KEPT, "SESSION_COOKIE_SAMESITE": None}, published=False), "×"),
        (safety.content_policy({"default-src": ["'self'"]}), ""),
        (safety.content_policy({"default-src": ["'self'"], "script-src": ["'unsafe-inline'"]}), "×"),
        (safety.content_policy({"script-src": ["'self'"]}), "×"),
        (safety.passwords(PASSWORDS), ""),
        (safety.passwords({**PASSWORDS, "AUTH_PASSWORD_VALIDATORS": []}), "×"),
        (safety.passwords({**PASSWORDS, "PASSWORD_HASHERS": ["…MD5PasswordHasher"]}), "×"),
        (safety.deployment([]), ""),
        (safety.deployment(["security.W018"]), "×"),
        (safety.mail_answers(environment(NORISHIRO_MAIL_FROM="a@example.jp"), answers=False), "△"),
        (safety.mail_answers(environment(), answers=False), ""),
        (safety.checkpoint_places(environment(), unwritable=[]), ""),
        (safety.checkpoint_places(environment(**PUBLISHED), unwritable=["/mnt/hikae"]), "△△"),
        (
            safety.checkpoint_places(
                environment(**PUBLISHED, NORISHIRO_CHECKPOINTS="/mnt/hikae"), unwritable=[]
            ),
            "",
        ),
        (safety.metrics_whole(environment()), ""),
        (safety.metrics_whole(environment(NORISHIRO_METRICS_FROM="10.1.2.3")), "△"),
        (
            safety.metrics_whole(
                environment(NORISHIRO_METRICS_FROM="10.1.2.3", NORISHIRO_METRICS_TOKEN="k" * 32)
            ),
            "",
        ),
        (safety.postgresql_is_mended(15, today=datetime.date(2027, 11, 11)), ""),
        (safety.postgresql_is_mended(15, today=datetime.date(2027, 11, 12)), "△"),
        (safety.careful_writes(CAREFUL), ""),
        (safety.careful_writes({**CAREFUL, "fsync": "off"}), "△"),
        (safety.page_sums(CAREFUL), ""),
        (safety.page_sums({**CAREFUL, "data_checksums": "off"}), "△"),
        (safety.enough_connections(26, wanted=26), ""),
        (safety.enough_connections(25, wanted=26), "△"),
        (safety.wire(is_remote=True, is_encrypted=True), ""),
        (safety.wire(is_remote=True, is_encrypted=False), "△"),
        (safety.wire(is_remote=False, is_encrypted=False), ""),
        (safety.app_makes_tables(False), ""),
        (safety.app_makes_tables(True), "×"),
        (safety.public_reads_tables([]), ""),
        (safety.public_reads_tables(["people_person"]), "×"),
        (safety.ledger_guards([]), ""),
        (safety.ledger_guards(["ledger_link"]), "×"),
        (safety.settled(profile=True, administrator=True), ""),
        (safety.settled(profile=False, administrator=False), "△"),
        (safety.settled(profile=True, administrator=False), "△"),
        (safety.second_proofs(0, published=True), ""),
        (safety.second_proofs(2, published=True), "△"),
        (safety.second_proofs(2, published=False), ""),
    ],
)
def test_each_question(found: Iterable[Fault], expected: str) -> None:
    assert marks(found) == expected


def test_closed_files(tmp_path: Path) -> None:
    secret, settings = tmp_path / "secret_key", tmp_path / "norishiro.env"
    for file in (secret, settings):
        file.write_text("x")
    tmp_path.chmod(0o700), secret.chmod(0o600), settings.chmod(0o640)

    def asked() -> tuple[str, ...]:
        return (
            marks(safety.closed_home(tmp_path)),
            marks(safety.closed_secrets([secret, tmp_path / "nowhere"])),
            marks(safety.closed_settings([settings, None])),
        )

    assert asked() == ("", "", "")
    tmp_path.chmod(0o755), secret.chmod(0o640), settings.chmod(0o644)
    assert asked() == ("×", "×", "×")


def test_keys_beside_a_copy_of_the_database(tmp_path: Path) -> None:
    env = environment(NORISHIRO_HOME=str(tmp_path))
    (tmp_path / "keys").mkdir()
    assert marks(safety.keys_beside_copies(env)) == ""
    (tmp_path / "keys/tonight.dump").touch()
    assert marks(safety.keys_beside_copies(env)) == "×"


def test_the_sample_town_is_not_for_others(tmp_path: Path) -> None:
    env = environment(NORISHIRO_HOME=str(tmp_path), **PUBLISHED)
    assert marks(safety.sample_town(env)) == ""
    (tmp_path / safety.SAMPLE_ACCOUNTS).touch()
    assert marks(safety.sample_town(env)) == "×"
    assert marks(safety.sample_town(environment(NORISHIRO_HOME=str(tmp_path)))) == ""


def test_pinned_libraries_are_those_that_are_installed() -> None:
    pinned = safety.pinned_libraries(safety.lock_files())
    assert list(safety.libraries(pinned, safety.installed_libraries(pinned))) == []
    assert len(pinned) > 40


def test_a_folder_that_cannot_be_written() -> None:
    env = environment(NORISHIRO_CHECKPOINTS=f"{os.sep}tmp,{os.sep}proc{os.sep}hikae")
    writable = [] if os.geteuid() == 0 else ["/proc/hikae"]
    assert safety.unwritable_places(env) == writable


def test_the_list_has_at_least_forty_points_each_with_its_own_name() -> None:
    codes, names = ([getattr(point, word) for point in doctor.POINTS] for word in ("code", "name"))
    assert len(codes) >= 40
    assert (len(set(codes)), len(set(names))) == (len(codes), len(codes))


def test_a_point_is_marked_by_its_gravest_fault() -> None:
    point = doctor.POINTS[0]
    soon, fatal = Fault(sentence="", is_fatal=False), Fault(sentence="")
    answers = (
        Answer(point=point),
        Answer(point=point, faults=(soon,)),
        Answer(point=point, faults=(soon, fatal)),
        Answer(point=point, was_asked=False),
    )
    assert "".join(answer.mark for answer in answers) == "○△×－"
