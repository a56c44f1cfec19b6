"""Databases of failing examples, which several machines can share."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
from hypothesis.database import (
    DirectoryBasedExampleDatabase,
    ExampleDatabase,
    GitHubArtifactDatabase,
    MultiplexedDatabase,
    ReadOnlyDatabase,
)

from marketplace_contracts.errors import CannotRun

PROFILE = "marketplace-contracts"
LOCAL = Path(".hypothesis/examples")
"""Where new examples are saved if the shared ones can only be read: the folder to upload."""
_GITHUB = re.compile(r"github:([\w.-]+)/([\w.-]+)")


def open_database(location: str) -> ExampleDatabase:
    """Open a database by its location.

    Args:
        location: A folder; `redis://HOST:PORT/N`, or `rediss://` with TLS; or `github:OWNER/REPO`,
            the artifact `hypothesis-example-db` of that repository's workflows, which is read with
            the token in GITHUB_TOKEN while new examples go to `.hypothesis/examples`.

    Raises:
        CannotRun: It cannot be opened.
    """
    if not location:  # an unset shell variable would otherwise mean the working folder
        raise CannotRun("--database: expected a folder or an address, not nothing.")
    if location.startswith(("redis://", "rediss://")):
        return _redis(location)
    if location.startswith("github:"):
        found = _GITHUB.fullmatch(location)
        if found is None:
            raise CannotRun(f"--database: expected github:OWNER/REPO, not {location!r}.")
        shared = ReadOnlyDatabase(GitHubArtifactDatabase(found[1], found[2]))
        return MultiplexedDatabase(DirectoryBasedExampleDatabase(LOCAL), shared)
    scheme = re.match(r"([A-Za-z][\w+.-]*):/", location)
    if scheme:  # this would create a folder of this name; the URL may contain a password
        raise CannotRun(f"--database: expected a folder, redis:// or github:, not {scheme[1]}://.")
    return _folder(Path(location))


def _folder(path: Path) -> ExampleDatabase:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise CannotRun(f"--database: {path} is not a folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no path"
        raise CannotRun(f"--database: {path} cannot be made: {reason}.") from None
    if not os.access(path, os.W_OK):
        raise CannotRun(f"--database: {path} cannot be written.")
    return DirectoryBasedExampleDatabase(path)


def _redis(address: str) -> ExampleDatabase:
    """Open a database in Redis. No message repeats the URL, which may contain a password."""
    try:
        from hypothesis.extra.redis import RedisExampleDatabase
        from redis import Redis
        from redis.exceptions import RedisError
    except ImportError:
        raise CannotRun("--database: for Redis, run pip install redis.") from None
    try:
        server = Redis.from_url(address)
        server.ping()
    except (RedisError, ValueError) as error:
        words = f"--database: Redis cannot be used ({type(error).__name__})."
        raise CannotRun(words) from None
    return RedisExampleDatabase(server)


@contextmanager
def used(location: str | None) -> Iterator[None]:
    """Let hypothesis save failing examples in a database; None changes nothing.

    Raises:
        CannotRun: It cannot be opened.
    """
    if location is None:
        yield
        return
    before = hypothesis.settings.get_current_profile_name()
    # Derived from `default`: the profile in use in CI has no database.
    hypothesis.settings.register_profile(
        PROFILE, hypothesis.settings.get_profile("default"), database=open_database(location)
    )
    hypothesis.settings.load_profile(PROFILE)
    try:
        yield
    finally:
        hypothesis.settings.load_profile(before)
