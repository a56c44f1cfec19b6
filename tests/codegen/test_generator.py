"""Generating and checking: whole or not at all, the same each time, stale when it is stale."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.codegen import CodegenError, check, generate, generator
from marketplace_contracts.codegen.__main__ import main
from marketplace_contracts.commands.generate import find_root
from support.specs import ROOT, make_root, small_spec, write_spec

PACKAGE = Path("generated", "cloud_marketplace_api")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the small spec and nothing generated yet."""
    return make_root(tmp_path, small_spec())


def content(root: Path) -> dict[str, bytes]:
    """Everything below `generated/`, by path."""
    files = (path for path in (root / "generated").rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def test_the_committed_package_is_current() -> None:
    """What is committed is what the spec and the templates give."""
    assert check(ROOT) == []


def test_generating_twice_gives_the_same_bytes(root: Path) -> None:
    """The second run changes nothing, and the check agrees."""
    generate(root)
    first = content(root)
    generate(root)
    assert content(root) == first
    assert check(root) == []


def test_nothing_depends_on_machine_or_time(root: Path) -> None:
    """No generated line names the folder it was made in."""
    generate(root)
    text = b"".join(content(root).values())
    assert not [word for word in (str(root), "/tmp", "/root", "/home") if word.encode() in text]  # noqa: S108 - looked for, not used


def test_generated_code_is_formatted_typed_and_without_leftovers(root: Path) -> None:
    """There is a type marker, no client and no errors module of the generator's own."""
    generate(root)
    names = {path.removeprefix(f"{PACKAGE}/") for path in content(root)}
    assert {"py.typed", "call.py", "operations.py", "models/thing.py"} <= names
    assert not {"client.py", "errors.py"} & names


def test_one_changed_property_makes_the_package_stale(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A property added to the spec is noticed, named by file, and repaired by generating."""
    generate(root)
    spec = small_spec()
    spec["components"]["schemas"]["Thing"]["properties"]["colour"] = {"type": "string"}
    write_spec(root, spec)
    assert main(["check", "--root", str(root)]) == 1
    said = capsys.readouterr().err.split("\n  ")
    assert said == [
        "generated/ is stale: run make generate",
        "generated/cloud_marketplace_api/models/thing.py\n",
    ]
    assert main(["generate", "--root", str(root)]) == 0
    assert main(["check", "--root", str(root)]) == 0


def test_hand_edits_missing_and_foreign_files_are_stale(root: Path) -> None:
    """The check sees a changed, a removed and an added file alike."""
    package = generate(root).package
    (package / "call.py").write_text("# edited\n")
    (package / "py.typed").unlink()
    (package / "extra.py").write_text("")
    assert check(root) == [f"{PACKAGE}/{name}" for name in ("call.py", "extra.py", "py.typed")]


MALFORMED = {
    "openapi: [": "openapi.yaml is not valid YAML",
    "- list": "openapi.yaml must have openapi, info, paths and components",
    "openapi: 3.0.3": "openapi.yaml must have openapi, info, paths and components",
    "{openapi: 3.0.3, info: {title: x}, paths: {}, components: {}}": "has no operations",
}


@pytest.mark.parametrize(("text", "says"), MALFORMED.items())
@pytest.mark.parametrize("command", ["generate", "check"])
def test_a_broken_spec_is_one_sentence_and_exit_code_2(
    root: Path, capsys: pytest.CaptureFixture[str], command: str, text: str, says: str
) -> None:
    """A spec that cannot be built from is named in one line, and nothing is written."""
    (root / "spec" / "openapi.yaml").write_text(text)
    assert main([command, "--root", str(root)]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not (root / "generated").exists()


def test_a_warning_of_the_generator_is_a_failure_that_changes_nothing(root: Path) -> None:
    """What the generator leaves out with a warning never replaces a whole package."""
    generate(root)
    before = content(root)
    spec = small_spec()
    spec["components"]["parameters"]["ThingId"]["name"] = "otherName"
    write_spec(root, spec)
    with pytest.raises(CodegenError, match=r"^the generator warned: .*Incorrect path templating"):
        generate(root)
    assert content(root) == before


def test_a_template_that_fails_is_a_failure_that_changes_nothing(root: Path) -> None:
    """An exception inside the generator becomes one sentence."""
    generate(root)
    before = content(root)
    (root / "spec" / "templates" / "model.py.jinja").write_text("{{ nobody.knows.this }}")
    with pytest.raises(CodegenError, match="the generator failed: UndefinedError: 'nobody'"):
        generate(root)
    assert content(root) == before


def test_code_that_the_formatter_refuses_is_a_failure(root: Path) -> None:
    """A template that writes no Python is found before anything is replaced."""
    (root / "spec" / "templates" / "str_enum.py.jinja").write_text("class :\n")
    with pytest.raises(CodegenError, match=r"^ruff check refuses the generated code: "):
        generate(root)
    assert not (root / "generated").exists()


def test_another_version_of_a_tool_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generator or formatter that would write other text is named instead of run."""
    monkeypatch.setitem(generator.PINS, "ruff", "0.0.1")
    with pytest.raises(CodegenError, match=r"^ruff 0\.0\.1 is needed to generate, found "):
        generate(root)
    monkeypatch.setitem(generator.PINS, "no-such-tool", "1")
    monkeypatch.delitem(generator.PINS, "ruff")
    with pytest.raises(CodegenError, match=r"^no-such-tool 1 is needed to generate, found none"):
        generate(root)


def test_the_formatter_is_that_of_the_running_interpreter(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty PATH makes no difference, and neither do settings that lie around."""
    (root / "ruff.toml").write_text("line-length = 40\n")
    monkeypatch.setenv("PATH", "")
    generate(root)
    assert check(root) == []


def test_a_swap_that_fails_brings_the_old_package_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the new package cannot be moved into place, the old one is restored."""
    target = generate(root).package
    before = content(root)
    rename = Path.rename

    def fail(self: Path, other: Path) -> Path:
        if self.name == "new":
            raise OSError("disk full")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="disk full"):
        generate(root)
    assert target.exists()
    assert content(root) == before


def test_the_root_is_found_from_below(tmp_path: Path) -> None:
    """The commands work in any folder of the project, and report a missing spec."""
    root = make_root(tmp_path, small_spec())
    inner = root / "spec" / "templates"
    assert find_root(inner) == root
    (root / "spec" / "openapi.yaml").unlink()
    with pytest.raises(CodegenError, match="name the folder with --root"):
        find_root(inner)


def test_without_a_spec_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside a project the exit code is 2 and the sentence names the way out."""
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "--root" in capsys.readouterr().err


def test_dates_in_the_spec_stay_text(root: Path) -> None:
    """An unquoted date in the YAML is not turned into something that JSON cannot hold."""
    spec = small_spec()
    write_spec(root, spec)
    path = root / "spec" / "openapi.yaml"
    path.write_text(path.read_text().replace("summary: List things", "summary: 2024-01-01"))
    loaded: Any = generator.load_spec(path)
    assert loaded["paths"]["/things"]["get"]["summary"] == "2024-01-01"


def test_a_first_generation_prints_one_line(root: Path) -> None:
    """A whole run writes one line and no warning."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "marketplace_contracts.codegen", "generate"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("wrote generated/cloud_marketplace_api\n", "")
