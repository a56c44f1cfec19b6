"""Damaged and hostile cassettes: one sentence that names the file, and nothing else."""

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from marketplace_contracts.description.spec import load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import cassettes_path
from marketplace_contracts.recording import cassette_file, replay
from marketplace_contracts.run.results import Results
from marketplace_contracts.traffic.contract import Contract

CONTRACT = Contract(load())
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(f'*{before}' for _ in range(9))}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
HOSTILE = {
    "aliases within aliases": ALIASES + "interactions: []\n",
    "one alias": "metadata: &m {}\nversion: 1\ninteractions: [*m]\n",
    "deep nesting": "interactions: " + "[" * 100_000,
    "deep but closed": "interactions: " + "[" * 500 + "]" * 500,
    "a tag that makes objects": "interactions: !!python/object/apply:os.system ['exit 1']\n",
    "a date that does not exist": "metadata: {date: 2027-02-30}\ninteractions: []\n",
    "a control character": "interactions: []\nmetadata: \x07\n",
    "half a file": "interactions:\n- request: {method: GET",
    "another document": "- 1\n",
    "nothing": "",
}


def replayed(path: Path) -> str:
    """Replay a file and return the error that stops it; empty when it could be judged."""
    try:
        replay.replay(path, Results(CONTRACT))
    except CannotRun as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_named(name: str, tmp_path: Path) -> None:
    """Aliases, deep nesting, tags and broken YAML end in one sentence with the file's name."""
    path = tmp_path / "mine.yaml"
    path.write_text(HOSTILE[name], encoding="utf-8")
    message = replayed(path)
    assert message.startswith("The cassette mine.yaml ")
    assert message.count("\n") == 0


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "métadata".encode("latin-1"), b"\x00" * 9])
def test_binary_files_are_named(content: bytes, tmp_path: Path) -> None:
    """A file that is not UTF-8 text is named too."""
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    assert replayed(path).startswith("The cassette mine.yaml ")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file that is far too large is refused by its size."""
    path = tmp_path / "mine.yaml"
    with path.open("wb") as file:
        file.truncate(cassette_file.LARGEST + 1)
    assert replayed(path) == "The cassette mine.yaml is larger than 64 MiB."


def test_a_folder_is_not_a_cassette(tmp_path: Path) -> None:
    """A folder with the name of a cassette is named as well."""
    (tmp_path / "mine.yaml").mkdir()
    assert replayed(tmp_path / "mine.yaml").startswith("The cassette mine.yaml cannot be read")


ODD = [None, True, 7, -1.5, "text", [], {}, ["x"], {"x": 1}, "http://[", "\x00", b"\xff"]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each value inside a cassette."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


def damaged(rng: random.Random) -> dict[str, Any]:
    """Return a committed cassette in which one value is replaced or removed."""
    content = copy.deepcopy(cassette_file.read(cassettes_path() / "token.yaml"))
    *parents, last = rng.choice(list(places(content)))
    holder: Any = content
    for key in parents:
        holder = holder[key]
    if rng.random() < 0.3:
        del holder[last]
    else:
        holder[last] = rng.choice(ODD)
    return content


@pytest.mark.parametrize("first", range(0, 150, 30))
def test_any_damage_is_a_finding_or_one_sentence(first: int, tmp_path: Path) -> None:
    """With any value replaced or removed, replaying ends in findings or an error with the file."""
    path = tmp_path / "mine.yaml"
    for seed in range(first, first + 30):
        content = damaged(random.Random(seed))
        path.write_text(yaml.dump(content, Dumper=yaml.SafeDumper), encoding="utf-8")
        message = replayed(path)
        assert message == "" or "mine.yaml" in message, seed


def test_what_is_written_is_read() -> None:
    """Equal parts of a cassette are written twice, not as an alias that reading refuses."""
    content = cassette_file.read(cassettes_path() / "token.yaml")
    content["interactions"] *= 2
    text = cassette_file.write(content)
    assert cassette_file.parse(text) == content
