"""Failing examples are saved in the database that was named."""

import subprocess
import sys
from pathlib import Path

import fakeredis
import hypothesis
import pytest
from hypothesis.database import (
    DirectoryBasedExampleDatabase,
    ExampleDatabase,
    GitHubArtifactDatabase,
    MultiplexedDatabase,
)
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.fuzzing.example_databases import PROFILE, open_database, used


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Redis in this process, at any address."""
    server = fakeredis.FakeServer()
    monkeypatch.setattr("redis.Redis.from_url", lambda _: fakeredis.FakeRedis(server=server))


def kept(database: ExampleDatabase) -> set[bytes]:
    """What a database gives back of what it was given."""
    database.save(b"key", b"example")
    return set(database.fetch(b"key"))


def test_a_folder_keeps_examples(tmp_path: Path) -> None:
    """A folder is made when it is needed, and keeps what it is given."""
    assert kept(open_database(str(tmp_path / "new"))) == {b"example"}
    assert kept(DirectoryBasedExampleDatabase(tmp_path / "new")) == {b"example"}


@pytest.mark.usefixtures("redis")
def test_redis_keeps_examples_for_all() -> None:
    """What one machine puts into Redis another one finds there."""
    assert kept(open_database("redis://127.0.0.1:6379/0")) == {b"example"}
    assert set(open_database("redis://127.0.0.1:6379/0").fetch(b"key")) == {b"example"}


def test_artifacts_are_read_and_never_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Examples of a repository's workflows are read, new ones go to a folder to upload."""
    monkeypatch.chdir(tmp_path)
    shared = {b"key": [b"of others"]}
    monkeypatch.setattr(GitHubArtifactDatabase, "fetch", lambda _, key: iter(shared.get(key, [])))
    database = open_database("github:example/marketplace")
    assert isinstance(database, MultiplexedDatabase)
    assert kept(database) == {b"example", b"of others"}
    assert kept(DirectoryBasedExampleDatabase(".hypothesis/examples")) == {b"example"}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("github:nobody", "expected github:OWNER/REPO"),
        ("redis://:secret@127.0.0.1:1/0", r"Redis cannot be used \(ConnectionError\)"),
        (__file__, "is not a folder"),
        (f"{__file__}/below", "is not a folder"),
        ("/proc/nowhere/db", "cannot be made"),
        ("http://user:secret@x", "not http://"),
        ("postgresql://secret", "not postgresql://"),
        ("s3:/secret", "not s3://"),
        ("", "not nothing"),
    ],
)
def test_what_cannot_be_opened_is_named(place: str, words: str) -> None:
    """An invalid database ends the check in a sentence, without the password in it."""
    with pytest.raises(CannotRun, match=words) as caught:
        open_database(place)
    assert "secret" not in str(caught.value)


def test_without_the_library_redis_is_explained() -> None:
    """Without the Redis library the sentence says what to install."""
    program = (
        "import sys; sys.modules['redis'] = None\n"
        "from marketplace_contracts.fuzzing.example_databases import open_database\n"
        "open_database('redis://127.0.0.1/0')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip().endswith("for Redis, run pip install redis.")


def test_hypothesis_uses_it_meanwhile(tmp_path: Path) -> None:
    """The database is used by all properties within the block, and by none afterwards."""
    before = hypothesis.settings.get_current_profile_name()
    with used(str(tmp_path)):
        assert hypothesis.settings.get_current_profile_name() == PROFILE
        assert isinstance(hypothesis.settings().database, DirectoryBasedExampleDatabase)
    assert hypothesis.settings.get_current_profile_name() == before
