"""The one reader of YAML that users name: bounded, with one sentence for each error."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from marketplace_contracts.cli import main
from marketplace_contracts.description.yaml_file import LARGEST, parse_yaml
from marketplace_contracts.errors import CannotRun


def bomb(form: str) -> bytes:
    """Aliases within aliases: twelve lines that describe a million million values."""
    rows = ["a0: &a0 {k: v}"]
    for level in range(1, 13):
        inner = ",".join([f"*a{level - 1}"] * 10)
        rows.append(f"a{level}: &a{level} {form.format(inner)}")
    return "\n".join(rows).encode()


HOSTILE = {
    "aliases": (bomb("[{}]"), "it is too large"),
    "merge keys": (bomb("{{<<: [{}]}}"), "it is too large"),
    "itself": (b"&a {a: *a}", "it contains itself"),
    "chain of aliases": (
        "\n".join(["a0: &a0 [1]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 2000))]).encode(),
        "it is nested too deeply",
    ),
    "brackets": (b"[" * 100_000, "it is nested too deeply"),
    "keys": (b"? " * 100_000, "it is nested too deeply"),
    "minutes": (b"a: " + b":".join([b"1"] * 100_000), "a number of more than 400 characters"),
    "digits": (b"a: !!int '" + b"9" * 10_000 + b"'", "a number of more than 400 characters"),
    "large": (b"#" * (LARGEST + 1), "it is larger than 16 MiB"),
    "binary": (bytes(range(256)), "not UTF-8"),
    "Latin-1": ("title: Gr\u00f6\u00dfe".encode("latin-1"), "not UTF-8"),
    "control characters": (b"a: \0", "is not valid YAML or JSON"),
    "not a number": (b"a: .nan", "a number that JSON cannot hold"),
    "a set": (b"!!set {a, b}", "a value that JSON cannot hold"),
}
Command = Callable[[Path, bytes], list[str]]


def diff(root: Path, content: bytes) -> list[str]:
    """Compare the file with itself."""
    path = root / "hostile.yaml"
    path.write_bytes(content)
    return ["diff", str(path), str(path)]


def diff_of_revision(root: Path, content: bytes) -> list[str]:
    """Compare a file of a git revision with itself."""
    diff(root, content)
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "One"]):
        subprocess.run(["git", *command], check=True, cwd=root)
    return ["diff", "HEAD:hostile.yaml", "HEAD:hostile.yaml"]


def adopt(root: Path, content: bytes) -> list[str]:
    """Adopt the file as the vendor's."""
    return ["adopt", *diff(root, content)[1:2], "--root", str(root)]


def check(root: Path, content: bytes) -> list[str]:
    """Check the simulator against the file."""
    return ["check", "--spec", *diff(root, content)[1:2]]


def status(root: Path, content: bytes) -> list[str]:
    """Look at a repository with the file as its corrections."""
    (root / "spec/corrections.yaml").write_bytes(content)
    return ["status", "--root", str(root)]


def status_of_spec(root: Path, content: bytes) -> list[str]:
    """Look at a repository with the file as its description."""
    (root / "spec/openapi.yaml").write_bytes(content)
    return ["status", "--root", str(root)]


def generate(root: Path, content: bytes) -> list[str]:
    """Generate the client from the file."""
    status_of_spec(root, content)
    return ["generate", "--root", str(root)]


COMMANDS = (diff, diff_of_revision, adopt, check, status, status_of_spec, generate)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository, which is the working folder."""
    (tmp_path / "spec/published").mkdir(parents=True)
    small = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n"
    small += "      {operationId: a.get, x-effect: read, x-replayable: true, responses: {}}\n"
    for name in ("spec/openapi.yaml", "spec/published/1.0.structure.yaml"):
        (tmp_path / name).write_text(small, encoding="utf-8")
    (tmp_path / "spec/corrections.yaml").write_text("overlay: 1.0.0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_one_sentence(
    kind: str, command: Command, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever a file holds, each command ends with 2 and one sentence that names the file."""
    content, reason = HOSTILE[kind]
    assert main(command(root, content)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert reason in told.err
    assert any(name in told.err for name in ("hostile.yaml", "corrections.yaml", "openapi.yaml"))


def test_a_hostile_register_of_facts_is_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A register of facts that is not UTF-8 is named as well."""
    (root / "docs").mkdir()
    (root / "docs/facts.md").write_bytes(b"\xff")
    assert main(["status", "--root", str(root)]) == 2
    assert "facts.md cannot be read: not UTF-8.\n" in capsys.readouterr().err


def test_keys_are_the_text_that_is_written() -> None:
    """A status, a country and a version that YAML would read as other kinds stay text as keys."""
    found, _ = parse_yaml(b"{200: 1, no: 2, ~: 3, 1.10: 4, 2024-01-01: 5, 'x': no}", "f")
    assert found == {"200": 1, "no": 2, "~": 3, "1.10": 4, "2024-01-01": 5, "x": False}


def test_an_anchor_on_a_key_keeps_its_value_elsewhere() -> None:
    """A key that becomes text leaves what its anchor stands for as it is."""
    assert parse_yaml(b"{&k 200: a, b: *k}", "f")[0] == {"200": "a", "b": 200}


def test_aliases_and_merge_keys_within_bounds_are_followed() -> None:
    """Aliases of sound files mean what YAML says."""
    text = b"base: &b {x: 1, 200: y}\nother: {<<: *b, x: 2}\nlist: [*b, *b]\n"
    base = {"x": 1, "200": "y"}
    found, _ = parse_yaml(text, "f")
    assert found == {"base": base, "other": {"x": 2, "200": "y"}, "list": [base, base]}


def test_long_texts_are_not_long_numbers() -> None:
    """Only what YAML would read as a number is bounded, not text in quotation marks or words."""
    text = f"a: '{'1' * 500}'\nb: {'word ' * 200}\nc: {'1' * 400}\n".encode()
    found, _ = parse_yaml(text, "f")
    assert found["a"] == "1" * 500
    with pytest.raises(CannotRun, match="more than 400"):
        parse_yaml(b"a: " + b"1" * 401, "f")
