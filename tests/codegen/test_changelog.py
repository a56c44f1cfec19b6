"""The entry of the changelog that `generate` drafts."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.codegen.__main__ import main
from support.specs import make_root, operation, small_spec, write_spec

HEAD = "# Changelog\n\n## 0.2.0 - Unreleased\n"
OLD = "- An older line.\n\n## 0.1.0\n\n- The first one.\n"
MARK = "<!-- draft of make generate: edit, then remove this line -->"
KIND = "mp.things.list(*, kind: Kind | str | None = None, limit: int | None = None, "
PLAIN = f"{KIND}timeout: float | None = None) -> Page[Thing]"
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def generated_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small spec, generated, and a changelog."""
    made = make_root(tmp_path_factory.mktemp("generated"), small_spec())
    assert main(["generate", "--root", str(made)]) == 0
    (made / "CHANGELOG.md").write_text(f"{HEAD}\n{OLD}")
    return made


@pytest.fixture
def root(generated_once: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return shutil.copytree(generated_once, tmp_path / "root")


def generated(root: Path, *changes: Change) -> str:
    """Generate from a changed spec, and return what is written between heading and older lines."""
    spec = small_spec()
    for change in changes:
        change(spec)
    write_spec(root, spec)
    assert main(["generate", "--root", str(root)]) == 0
    text = (root / "CHANGELOG.md").read_text()
    assert text.startswith(HEAD)
    assert text.endswith(OLD)
    return text.removeprefix(HEAD).removesuffix(OLD).strip("\n")


def drafted(root: Path, *changes: Change) -> list[str]:
    """Generate from a changed spec, and return the draft's entries, each in one line."""
    mark, *lines = generated(root, *changes).splitlines()
    assert mark == MARK
    assert all(len(line) <= 100 for line in lines if " " in line.strip("- "))
    return " ".join(line.strip() for line in lines).removeprefix("- ").split(" - ")


def thing(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a thing."""
    found: dict[str, Any] = spec["components"]["schemas"]["Thing"]["properties"]
    return found


def colour(spec: dict[str, Any]) -> None:
    """Add an optional property."""
    thing(spec)["colour"] = {"type": "string"}


def no_day(spec: dict[str, Any]) -> None:
    """Take a property away."""
    del thing(spec)["day"]


def demand(spec: dict[str, Any]) -> None:
    """Demand a new property."""
    thing(spec)["size"] = {"type": "integer"}
    spec["components"]["schemas"]["Thing"]["required"].append("size")


def no_update(spec: dict[str, Any]) -> None:
    """Take an operation away."""
    del spec["paths"]["/things/{id}"]


def read_one(spec: dict[str, Any]) -> None:
    """Add an operation."""
    found: dict[str, Any] = {**operation(spec, "/things/{id}", "patch")}
    found.pop("requestBody")
    found |= {"operationId": "things.get", "x-effect": "read", "x-replayable": True}
    spec["paths"]["/things/{id}"]["get"] = found


def new_filter(spec: dict[str, Any]) -> None:
    """Add an optional parameter."""
    operation(spec)["parameters"].append(
        {"name": "zone", "in": "query", "schema": {"type": "string"}}
    )


def no_filter(spec: dict[str, Any]) -> None:
    """Take a parameter away."""
    del operation(spec)["parameters"][0]


def new_kind(spec: dict[str, Any]) -> None:
    """Add a value of an enumeration."""
    spec["components"]["schemas"]["Kind"]["enum"].append("odd")


def new_model(spec: dict[str, Any]) -> None:
    """Add a model of two properties, and what refers to it."""
    fields = {"width": {"type": "string"}, "height": {"type": "string"}}
    spec["components"]["schemas"]["Shape"] = {"type": "object", "properties": fields}
    thing(spec)["shape"] = {"$ref": "#/components/schemas/Shape"}


NEW_ZONE = PLAIN.replace("timeout", "zone: str | None = None, timeout")
EXPECTED = {
    colour: ["New: `models.Thing.colour: str | Unset`."],
    no_day: ["**Breaking:** `models.Thing.day: datetime.date | Unset` was removed."],
    demand: ["**Breaking:** New: `models.Thing.size: int`."],
    read_one: ["New: `mp.things.get(id: str | int, *, timeout: float | None = None) -> Thing`."],
    new_filter: [f"`{PLAIN}` is now `{NEW_ZONE}`."],
    no_filter: [
        f"**Breaking:** `{PLAIN}` is now `{PLAIN.replace('kind: Kind | str | None = None, ', '')}`."
    ],
    new_kind: ["New: `models.Kind.ODD = 'odd'`."],
    new_model: ["New: `models.Shape`.", "New: `models.Thing.shape: Shape | Unset`."],
}


@pytest.mark.parametrize("change", EXPECTED, ids=lambda change: change.__name__)
def test_an_entry_names_the_change_in_words_of_users(root: Path, change: Change) -> None:
    """Each kind of change is one entry by the name that users write, without its async twin."""
    assert drafted(root, change) == EXPECTED[change]


def test_breaking_changes_are_first(root: Path) -> None:
    """Whoever reads the first entries knows whether their code may fail."""
    found = drafted(root, colour, new_kind, no_day, no_update)
    assert [entry.startswith("**Breaking:** ") for entry in found] == [True, True, False, False]
    assert found[0].startswith("**Breaking:** `mp.things.update(")


def test_a_second_generation_completes_the_draft(root: Path) -> None:
    """Nothing is there twice; what was added and removed again is not mentioned."""
    first = generated(root, colour, new_filter)
    assert generated(root, colour, new_filter) == first
    assert drafted(root, new_filter, no_day) == [
        "**Breaking:** `models.Thing.day: datetime.date | Unset` was removed.",
        *EXPECTED[new_filter],
    ]
    without = NEW_ZONE.replace("kind: Kind | str | None = None, ", "")
    assert drafted(root, new_filter, no_filter) == [f"**Breaking:** `{PLAIN}` is now `{without}`."]
    assert generated(root) == ""


def test_edited_lines_stay(root: Path) -> None:
    """What somebody wrote is never changed, within the draft or after its mark was removed."""
    generated(root, colour)
    path = root / "CHANGELOG.md"
    edited = "- Things have a\n    colour.\n  - Even a list."
    path.write_text(path.read_text().replace("- New: `models.Thing.colour: str | Unset`.", edited))
    draft = f"{MARK}\n{edited}\n- {EXPECTED[new_kind][0]}"
    assert generated(root, colour, new_kind) == draft
    path.write_text(path.read_text().replace(f"{MARK}\n", ""))
    assert generated(root, colour, new_kind) == draft.removeprefix(f"{MARK}\n")


def test_a_first_generation_and_no_change_write_nothing(root: Path) -> None:
    """An unchanged package leaves the file as it is, to the byte and the time."""
    path = root / "CHANGELOG.md"
    before = path.stat()
    assert main(["generate", "--root", str(root)]) == 0
    assert path.stat() == before


def test_the_check_never_writes(root: Path) -> None:
    """A stale package is found by `--check`, and the changelog is not touched."""
    spec = small_spec()
    colour(spec)
    write_spec(root, spec)
    before = (root / "CHANGELOG.md").read_bytes()
    assert main(["check", "--root", str(root)]) == 1
    assert (root / "CHANGELOG.md").read_bytes() == before


WITHOUT_A_PLACE = {
    None: "CHANGELOG.md was not changed: No such file or directory; the entry would be:",
    b"# Unreleased\n\n## 0.1.0\n": "CHANGELOG.md has no heading with the word unreleased; the",
    b"## Unreleased \xff\n": "CHANGELOG.md is not UTF-8; the entry would be:",
}


@pytest.mark.parametrize(("content", "says"), WITHOUT_A_PLACE.items())
def test_without_a_place_the_entry_is_printed(
    root: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, says: str
) -> None:
    """A changelog that is missing, foreign or has no unreleased heading stays as it is."""
    path = root / "CHANGELOG.md"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    spec = small_spec()
    colour(spec)
    write_spec(root, spec)
    assert main(["generate", "--root", str(root)]) == 0
    said = capsys.readouterr().out
    assert says in said
    assert said.endswith(":\n- New: `models.Thing.colour: str | Unset`.\n")
    assert (path.read_bytes() if path.exists() else None) == content


SHAPES = {
    "# Log\r\n\r\n## [Unreleased]\r\n\r\n### Fixed\r\n\r\n- X\r\n": "\r\n",
    "## Unreleased": "\n",
    "## Unreleased\n- directly below\n": "\n",
    f"## [UNRELEASED]\n\n## 1.0\n\n{MARK}\n- Published with its mark.\n": "\n",
}


@pytest.mark.parametrize(("text", "ending"), SHAPES.items())
def test_other_changelogs_keep_their_shape(root: Path, text: str, ending: str) -> None:
    """Line endings, subsections and marks of other versions are as they were."""
    path = root / "CHANGELOG.md"
    path.write_bytes(text.encode())
    spec = small_spec()
    colour(spec)
    write_spec(root, spec)
    assert main(["generate", "--root", str(root)]) == 0
    made = path.read_bytes().decode()
    draft = ending.join(["", MARK, f"- {EXPECTED[colour][0]}", ""])
    assert draft in made
    assert made.replace(draft, "", 1).split() == text.split()
    assert made.count("\r\n") in (0, made.count("\n"))
    assert made.index("nreleased" if "nreleased" in made else "NRELEASED") < made.index(draft)
    assert "# 1.0" not in made.partition(draft)[0]


def test_the_draft_of_the_command_is_what_is_left(root: Path) -> None:
    """No temporary file stays beside the changelog, and its permissions are as they were."""
    path = root / "CHANGELOG.md"
    path.chmod(0o640)
    spec = small_spec()
    colour(spec)
    write_spec(root, spec)
    done = subprocess.run(
        [sys.executable, "-m", "marketplace_contracts.codegen", "generate"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "wrote generated/cloud_marketplace_api",
        "+ models.thing.Thing.colour: str | Unset",
        f"drafted the entry in CHANGELOG.md: edit it, then remove the line {MARK}",
    ]
    assert {item.name for item in root.iterdir()} == {"CHANGELOG.md", "generated", "spec"}
    assert path.stat().st_mode & 0o777 == 0o640


def test_edits_by_hand_are_refused_before_anything_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An edited module is named, package and changelog stay; `--force` discards the edit."""
    edited = root / "generated/cloud_marketplace_api/models/thing.py"
    edited.write_text("# mine\n")
    before = (root / "CHANGELOG.md").read_bytes()
    spec = small_spec()
    colour(spec)
    write_spec(root, spec)
    assert main(["generate", "--root", str(root)]) == 2
    assert "edited by hand: models/thing.py" in capsys.readouterr().err
    assert edited.read_text() == "# mine\n"
    assert (root / "CHANGELOG.md").read_bytes() == before
    assert main(["generate", "--root", str(root), "--force"]) == 0
    assert "colour" in edited.read_text()
