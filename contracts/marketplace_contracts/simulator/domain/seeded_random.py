"""Seeded random numbers, so every run is reproducible."""

from __future__ import annotations

import hashlib
import random
import uuid


def random_source(seed: int, topic: str) -> random.Random:
    """Return a random source for one topic, so that topics do not affect each other."""
    return random.Random(f"{seed}:{topic}")


def digest(seed: int, topic: str) -> bytes:
    """Return 16 bytes that depend only on seed and topic."""
    return hashlib.blake2b(f"{seed}:{topic}".encode(), digest_size=16).digest()


def uuid_text(seed: int, topic: str) -> str:
    """Return a UUID of version 4 that depends only on seed and topic."""
    return str(uuid.UUID(bytes=digest(seed, topic), version=4))
