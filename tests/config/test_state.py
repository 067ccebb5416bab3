"""Secrets in the state directory: made once, kept from others, agreed on by two starts at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config import state
from config.refusal import StartRefused


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    first = state.ensure_secret(tmp_path, state.SECRET_KEY)
    assert state.ensure_secret(tmp_path, state.SECRET_KEY) == first
    assert len(first) >= 64


def test_a_secret_is_closed_to_others(tmp_path: Path) -> None:
    home = tmp_path / "home"
    state.ensure_secret(home, state.SECRET_KEY)
    assert oct((home / state.SECRET_KEY).stat().st_mode & 0o777) == "0o600"
    assert oct(home.stat().st_mode & 0o777) == "0o700"


def test_starts_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: state.ensure_secret(tmp_path, state.SECRET_KEY), range(32)))
    assert len(made) == 1
    assert [file.name for file in tmp_path.iterdir()] == [state.SECRET_KEY]


def test_starts_at_once_make_one_home(tmp_path: Path) -> None:
    homes = [tmp_path / f"office{number}" / "home" for number in range(200)]
    together = Barrier(8)

    def make(home: Path) -> Path:
        together.wait()
        return state.ensure_home(home)

    with ThreadPoolExecutor(8) as pool:
        for home in homes:
            assert set(pool.map(make, [home] * 8)) == {home}


def test_a_secret_never_made_is_nothing(tmp_path: Path) -> None:
    assert state.read_secret(tmp_path, state.SECRET_KEY) is None


def test_a_home_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.touch()
    with pytest.raises(StartRefused) as refused:
        state.ensure_home(home)
    assert refused.value.sentences == (state.unwritable(home),)
