"""What `notelinks status` and the status view say, in sentences."""

from pathlib import Path

import pytest

from notelinks.query.status_facts import describe_skipped, status_facts
from notelinks.records import IndexStatus, SkippedFile

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


def test_what_is_pending_is_not_known_before_the_first_look_is_over() -> None:
    before = STATUS._replace(last_scan_s=0.0, activity="reading", reading=(3, 9))

    assert _facts(before)["pending"] == "not known before all notes are read"


def test_file_of_the_settings_is_named_and_whether_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTELINKS_HOME", str(tmp_path))
    before = _facts(STATUS)["config"]
    (tmp_path / "config.toml").touch()

    assert before == f"{tmp_path / 'config.toml'} (not there: all is as usual)"
    assert _facts(STATUS)["config"] == str(tmp_path / "config.toml")


def test_what_is_told_says_what_it_means() -> None:
    shares = {"equal_words": 0.86, "word_vectors": 0.09, "shared_links": 0.05, "n_link_queries": 1369}

    facts = _facts(STATUS._replace(shares=shares, corpus_digest="850e0c36b7ca", generation=4))

    assert facts["scores"] == (
        "86 % equal words, 9 % words of like meaning, 5 % shared links "
        "(links are weighed by 1,369 trials, each hiding some links of a note)"
    )
    assert not {"generation", "corpus", "ranking"} & facts.keys()
    assert facts["trained"].startswith("19")


def test_empty_folder_has_nothing_to_tell_of_a_training() -> None:
    facts = _facts(STATUS._replace(n_notes=0, n_words=0, shares={"equal_words": 1.0, "n_link_queries": 0}))

    assert (facts["notes"], facts["trained"], "scores" in facts) == ("none", "not yet", False)


FOLDER = SkippedFile("shut", "this folder cannot be read (Permission denied)")
KEPT = [SkippedFile(f"shut/{i}.md", "its folder cannot be read; what was indexed before is kept") for i in range(3)]
BINARY = SkippedFile("a.md", "binary file")
EMPTY = SkippedFile("b.md", "no words in it", is_indexed=True)
PARTLY = [SkippedFile("c.md", reason, is_indexed=True) for reason in ("one thing", "another thing")]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "none"),
        ([BINARY], "1 file"),
        ([FOLDER, *KEPT], "1 folder"),
        ([BINARY, BINARY._replace(key="d.md"), FOLDER], "2 files, 1 folder"),
        ([EMPTY], "none; 1 indexed, but without words"),
        ([BINARY, EMPTY, *PARTLY], "1 file; 1 indexed, but not in full; 1 indexed, but without words"),
    ],
)
def test_skipped_files_are_counted_by_what_has_become_of_them(files: list[SkippedFile], told: str) -> None:
    assert describe_skipped(files) == told
