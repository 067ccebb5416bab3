"""The recipe for several database machines, and how its rehearsal counts."""

import re

import pytest

from bench import ha, ha_nodes

WORDS = {
    "NAME", "ADDRESS", "ETCD", "ETCD_CLUSTER", "ETCD_DATA", "NETWORK", "PROGRAMS", "DATA", "RUN", "CERTIFICATE", "KEY",
    "PASSWORD_API", "PASSWORD_SUPERUSER", "PASSWORD_REPLICATION", "PASSWORD_REWIND",
}  # fmt: skip


@pytest.mark.parametrize("name", ["patroni.yml", "etcd.default"])
def test_every_gap_of_the_recipe_is_filled(name: str) -> None:
    text = (ha_nodes.RECIPE / name).read_text(encoding="utf-8")
    filled = ha_nodes.filled(text, {word: f"<{word}>" for word in WORDS})
    settings = [line for line in filled.splitlines() if not line.lstrip().startswith("#")]
    assert [line for line in settings if "@" in line] == []
    assert any("<NAME>" in line for line in settings)
    with pytest.raises(KeyError):
        ha_nodes.filled(text, {})


def recipe(name: str) -> str:
    found = re.search(
        rf"^ *{name}: (\S+)$", (ha_nodes.RECIPE / "patroni.yml").read_text("utf-8"), re.MULTILINE
    )
    assert found is not None, name
    return found[1]


def test_an_acknowledged_save_is_on_two_machines_and_nobody_comes_in_the_clear() -> None:
    text = (ha_nodes.RECIPE / "patroni.yml").read_text(encoding="utf-8")
    assert (recipe("synchronous_mode"), recipe("synchronous_commit"), recipe("fsync")) == (
        "true",
        '"on"',
        '"on"',
    )
    rules = [line.split() for line in text.splitlines() if re.match(r" +- (local|host\w*) ", line)]
    assert {rule[1] for rule in rules} == {"local", "hostssl"}
    assert {rule[-1] for rule in rules} == {"scram-sha-256"}


def test_the_lease_outlasts_the_tries_to_renew_it() -> None:
    ttl, wait, retry = (int(recipe(name)) for name in ("ttl", "loop_wait", "retry_timeout"))
    assert ttl >= wait + 2 * retry
    assert ttl >= 20  # the least that newer ones accept


# --- how the rehearsal counts ------------------------------------------------------------------------


def work(*asked: tuple[float, float, int]) -> ha.Work:
    return ha.Work(asked=[(began, ended, "今日", status) for began, ended, status in asked])


def test_it_is_back_with_the_first_page_after_the_last_bad_one() -> None:
    found = work((9, 9.5, 200), (10.1, 12, 503), (11, 15, 200), (13, 16, 0), (14, 18, 200), (19, 20, 200))
    assert found.back_after(10, "今日") == 8
    assert found.back_after(10, "登録") == 0


def test_who_had_to_wait_is_counted_where_nothing_was_bad() -> None:
    assert work((9.9, 12.5, 200), (12.6, 12.7, 200)).back_after(10, "今日") == 2.5


def test_what_never_came_back_is_not_called_back() -> None:
    assert work((9, 9.5, 200), (10.1, 12, 503)).back_after(10, "今日") is None


def test_where_something_is_missing_it_says_so_and_ends_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("sys.argv", ["ha"])
    before = ha.PAGE.read_bytes() if ha.PAGE.exists() else None
    assert ha.main() == 2
    assert "apt-get install patroni etcd-server" in capsys.readouterr().err
    assert (ha.PAGE.read_bytes() if ha.PAGE.exists() else None) == before
