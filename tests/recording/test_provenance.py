"""The provenance at the head of a cassette."""

from pathlib import Path

import pytest
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.provenance import Provenance, provenance

KNOWN = Provenance("a", "b", "live", "1.15", "2026-11-02", "vcrpy 9", "us", ("auth.token",))


def write(path: Path, metadata: object) -> Path:
    """Write a cassette without interactions."""
    content = {"metadata": metadata, "version": 1, "interactions": []}
    path.write_text(cassette_file.write(content), encoding="utf-8")
    return path


def test_provenance_is_read_back(tmp_path: Path) -> None:
    """The provenance that was written is the one that is read."""
    assert provenance(write(tmp_path / "a.yaml", KNOWN.as_dict())) == KNOWN


def test_provenance_stands_first(tmp_path: Path) -> None:
    """The provenance is the first thing in the file."""
    path = write(tmp_path / "a.yaml", KNOWN.as_dict())
    assert path.read_text(encoding="utf-8").startswith("metadata:\n  scenario: a\n")


@pytest.mark.parametrize("missing", ["source", "date", "spec"])
def test_what_is_missing_is_named(tmp_path: Path, missing: str) -> None:
    """A cassette without a part of its provenance is refused, and the message names both."""
    known = {name: value for name, value in KNOWN.as_dict().items() if name != missing}
    with pytest.raises(CannotRun, match=rf"a\.yaml lacks its {missing}"):
        provenance(write(tmp_path / "a.yaml", known))


@pytest.mark.parametrize(
    "text", ["{", "- 1", "interactions: [1]", "interactions: !!python/name:os.system ''"]
)
def test_what_is_no_cassette_is_refused(tmp_path: Path, text: str) -> None:
    """Broken YAML, another document, or tags that make objects: one sentence names the file."""
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun, match=r"a\.yaml"):
        provenance(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A missing file is named, and so is one that is not text."""
    with pytest.raises(CannotRun, match=r"a\.yaml cannot be read"):
        provenance(tmp_path / "a.yaml")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CannotRun, match=r"b\.yaml cannot be read: not UTF-8"):
        provenance(tmp_path / "b.yaml")
