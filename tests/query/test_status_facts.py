"""What `notelinks status` and the status view say, in sentences."""

from pathlib import Path

import pytest

from notelinks.query.status_facts import status_facts
from notelinks.records import IndexStatus

STATUS = IndexStatus(
    vault="/v", n_notes=5, n_words=9, n_links=0, generation=1, revision=1, pending=0, activity="idle", reading=(0, 0),
    training=None, watcher="events", last_scan_s=1.0, trained_s=1.0, problem="",
)  # fmt: skip


def _facts(status: IndexStatus, *, is_watched: bool = True) -> dict[str, str]:
    return dict(status_facts(status, Path("/v"), Path("/home/v"), is_watched=is_watched))


@pytest.mark.parametrize(
    ("n_pending", "is_watched", "sentence"),
    [
        (0, True, "nothing, the index is current"),
        (1, True, "1 note new or changed since the last training"),
        (
            1_200,
            False,
            "1,200 notes new or changed since the last training; `notelinks index` or an open screen trains anew",
        ),
    ],
)
def test_pending_notes_are_told_in_a_sentence(n_pending: int, is_watched: bool, sentence: str) -> None:
    """Where nobody trains, it says what does."""
    assert _facts(STATUS._replace(pending=n_pending), is_watched=is_watched)["pending"] == sentence


def test_file_of_the_settings_is_named_and_whether_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTELINKS_HOME", str(tmp_path))
    before = _facts(STATUS)["config"]
    (tmp_path / "config.toml").touch()

    assert before == f"{tmp_path / 'config.toml'} (not there: all settings are the defaults)"
    assert _facts(STATUS)["config"] == str(tmp_path / "config.toml")
