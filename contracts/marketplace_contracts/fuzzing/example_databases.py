"""Where examples that failed are kept, so that machines of a fleet learn from each other."""

from __future__ import annotations

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
"""Where new examples go when the shared ones can only be read: the folder to upload."""
_GITHUB = re.compile(r"github:([\w.-]+)/([\w.-]+)")


def open_database(location: str) -> ExampleDatabase:
    """Open a database by where it is.

    Args:
        location: A folder; `redis://HOST:PORT/N`, or `rediss://` with TLS; or `github:OWNER/REPO`,
            the artifact `hypothesis-example-db` of that repository's workflows, which is read with
            the token in GITHUB_TOKEN while new examples go to `.hypothesis/examples`.

    Raises:
        CannotRun: It cannot be opened.
    """
    if not location:  # an unset variable of a shell would otherwise mean the folder we are in
        raise CannotRun("--database: expected a folder or an address, not nothing.")
    if location.startswith(("redis://", "rediss://")):
        return _redis(location)
    if location.startswith("github:"):
        found = _GITHUB.fullmatch(location)
        if found is None:
            raise CannotRun(f"--database: expected github:OWNER/REPO, not {location!r}.")
        shared = ReadOnlyDatabase(GitHubArtifactDatabase(found[1], found[2]))
        return MultiplexedDatabase(DirectoryBasedExampleDatabase(LOCAL), shared)
    if Path(location).exists() and not Path(location).is_dir():
        raise CannotRun(f"--database: {location} is no folder.")
    return DirectoryBasedExampleDatabase(location)


def _redis(address: str) -> ExampleDatabase:
    """A database in Redis; its address, which may hold a password, is never repeated."""
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
    """Let hypothesis keep failing examples in a database meanwhile; None changes nothing.

    Raises:
        CannotRun: It cannot be opened.
    """
    if location is None:
        yield
        return
    before = hypothesis.settings.get_current_profile_name()
    # Not from the profile in use: in CI that is one without a database.
    hypothesis.settings.register_profile(
        PROFILE, hypothesis.settings.get_profile("default"), database=open_database(location)
    )
    hypothesis.settings.load_profile(PROFILE)
    try:
        yield
    finally:
        hypothesis.settings.load_profile(before)
