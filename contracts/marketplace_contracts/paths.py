"""Find the description and the cassettes: in an installed wheel, or else in the repository."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]


def _packaged_or(packaged: str, repository: str) -> Path:
    inside = HERE / packaged
    return inside if inside.exists() else REPOSITORY / repository


def spec_path() -> Path:
    """Return the path of the OpenAPI description, whether or not it exists."""
    return _packaged_or("data/openapi.yaml", "spec/openapi.yaml")


def cassettes_path() -> Path:
    """Return the folder of cassettes, whether or not it exists."""
    return _packaged_or("cassettes", "contracts/cassettes")


def suite_path() -> Path:
    """Return the folder of the pytest suite that `check` runs."""
    return HERE / "run" / "suite"
