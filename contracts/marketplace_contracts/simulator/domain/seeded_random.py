"""Chance that is no chance: everything random is drawn from the seed."""

from __future__ import annotations

import hashlib
import random
import uuid


def random_source(seed: int, topic: str) -> random.Random:
    """A random source of its own for one topic, so that topics do not disturb each other."""
    return random.Random(f"{seed}:{topic}")  # noqa: S311 - reproducible data, not secrets


def digest(seed: int, topic: str) -> bytes:
    """16 bytes that depend on seed and topic alone."""
    return hashlib.blake2b(f"{seed}:{topic}".encode(), digest_size=16).digest()


def uuid_text(seed: int, topic: str) -> str:
    """A UUID (version 4 in form) that depends on seed and topic alone."""
    return str(uuid.UUID(bytes=digest(seed, topic), version=4))
