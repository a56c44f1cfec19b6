"""The commands `record` and `replay`."""

import shutil
from pathlib import Path

import pytest
from marketplace_contracts.cli import main
from marketplace_contracts.paths import cassettes_path


def test_replay_says_how_much_and_how_long(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Replay ends with the summary line and exits with 1 when something is found."""
    shutil.copy(cassettes_path() / "token.yaml", tmp_path)
    assert main(["replay", "--cassettes", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "a cassette calls the operation" in out
    last = out.strip().splitlines()[-1]
    assert last.startswith("28 operations, 1 interactions, 27 findings in ")


def test_replay_of_nothing_cannot_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without cassettes is one sentence and exit code 2."""
    assert main(["replay", "--cassettes", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_record_writes_to_the_given_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Record writes the named scenarios into the given folder."""
    assert main(["record", "--cassettes", str(tmp_path), "--scenario", "token"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["token.yaml"]
    assert "1 cassette recorded" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--scenario", "tokn"], "tokn"),
        (["--rate", "30/min"], "--rate"),
        (["--target", "ftp://marketplace.example"], "base_url"),
    ],
)
def test_wrong_settings_are_named(
    arguments: list[str],
    named: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A wrong setting is one sentence that names it, and exit code 2; nothing is written."""
    for name in ("USERNAME", "PASSWORD", "SUBSCRIPTION_KEY", "CODE"):
        monkeypatch.setenv(f"MARKETPLACE_{name}", "us")
    assert main(["record", "--cassettes", str(tmp_path / "new"), *arguments]) == 2
    assert named in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
