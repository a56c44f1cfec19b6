"""The command line says what is wrong in one sentence, and ends as it should."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from marketplace_contracts import cli
from marketplace_contracts.errors import CannotRun

COMMAND = [sys.executable, "-m", "marketplace_contracts"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "COMMAND"),
        (["chek"], "COMMAND"),
        (["check", "--rate", "fast"], "--rate: expected calls a minute such as 60/min"),
        (["check", "--rate", "0/min"], "--rate"),
        (["check", "--seed", "x"], "--seed: expected a whole number, not 'x'"),
        (["check", "--examples", "0"], "--examples: expected a whole number from 1 on"),
        (["check", "--size", "huge"], "--size"),
        (["check", "--phases", "fuzz"], "--phases: there is no 'fuzz'"),
        (["check", "--allow-writes"], "--allow-writes is for a service that --target names"),
        (["check", "--target", "https://x.example", "--break", "a"], "--break is for"),
        (["check", "--spec", "nowhere.yaml"], "nowhere.yaml cannot be read"),
        (["check", "--report", ""], "--report: expected a path"),
        (["check", "--break", "nonsense"], "no break is named 'nonsense'"),
        (["simulate", "--port", "70000"], "port 70000"),
        (["simulate", "--token-ttl", "0"], "--token-ttl: expected a whole number from 1 on"),
    ],
)
def test_bad_settings_are_named(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A setting that cannot be used is named in one sentence, and the exit code is 2."""
    try:
        code = cli.main(arguments)
    except SystemExit as stop:  # argparse ends the program by itself
        code = int(str(stop.code))
    said = capsys.readouterr()
    assert code == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_missing_credentials_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service without credentials in the environment cannot be checked."""
    for name in [name for name in os.environ if name.startswith("MARKETPLACE_")]:
        monkeypatch.delenv(name)
    assert cli.main(["check", "--target", "https://x.example"]) == 2
    assert "MARKETPLACE_SUBSCRIPTION_KEY" in capsys.readouterr().err


def test_nobody_there(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that cannot be reached is said so."""
    values = {"USERNAME": "me.API", "PASSWORD": "p4ssw0rd", "SUBSCRIPTION_KEY": "k", "CODE": "us"}
    for name, value in values.items():
        monkeypatch.setenv(f"MARKETPLACE_{name}", value)
    assert cli.main(["check", "--target", "http://127.0.0.1:1/marketplace/na"]) == 2
    said = capsys.readouterr().err
    assert "cannot be reached" in said
    assert "p4ssw0rd" not in said


def test_a_missing_extra_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra a sentence tells how to install it."""
    monkeypatch.setitem(sys.modules, "marketplace_contracts.run.runner", None)
    monkeypatch.setattr(cli, "OURS", ())
    assert cli.main(["check"]) == 2
    assert "pip install 'cloud-marketplace[contracts]'" in capsys.readouterr().err


def test_our_own_mistakes_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of ours that is missing is a mistake of ours and no missing extra."""
    monkeypatch.setitem(sys.modules, "marketplace_contracts.run.runner", None)
    with pytest.raises(ModuleNotFoundError):
        cli.main(["check"])


def test_an_interrupt_is_clean(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130 and a word, not with a traceback."""

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("marketplace_contracts.run.runner.check", interrupted)
    assert cli.main(["check"]) == 130
    assert capsys.readouterr().err == "Interrupted.\n"


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_running_check_can_be_interrupted(by: signal.Signals) -> None:
    """A check that is at work, with all its processes, stops at once and cleanly."""
    check = subprocess.Popen(
        [*COMMAND, "check"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        _await(lambda: _children(check.pid) != [])
        workers = _children(check.pid)
        os.kill(check.pid, by)
        out, err = check.communicate(timeout=30)
    finally:
        check.kill()
    assert check.returncode == 130, err
    assert "Traceback" not in err
    assert out == ""
    _await(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def _await(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)  # a moment, until processes come or go


def _children(pid: int) -> list[str]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if not path.exists():
        pytest.skip("this system does not tell about processes")
    return path.read_text().split()


def test_simulate_prints_the_settings_and_serves() -> None:
    """`simulate` prints one line for each setting, serves, and ends cleanly on an interrupt."""
    simulate = subprocess.Popen(
        [*COMMAND, "simulate", "--port", "0", "--seed", "5", "--rate-limit", "60/min"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert simulate.stdout is not None
        lines = [simulate.stdout.readline().strip() for _ in range(5)]
        simulate.send_signal(signal.SIGINT)
        _, err = simulate.communicate(timeout=30)
    finally:
        simulate.kill()
    assert [line.partition("=")[0] for line in lines] == [
        f"MARKETPLACE_{name}"
        for name in ("BASE_URL", "USERNAME", "PASSWORD", "SUBSCRIPTION_KEY", "CODE")
    ]
    assert simulate.returncode == 0
    assert err == ""


def test_marks_that_cannot_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal without our marks gets plain letters."""
    import io

    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    cli._show("✓ kept", "✗ broken", "ä")
    assert out.buffer.getvalue() == b"y kept\n\nx broken\n\n\\xe4\n"  # type: ignore[attr-defined]  # BytesIO


def test_cannot_run_is_a_sentence() -> None:
    """What ends a check is an exception with a sentence."""
    assert str(CannotRun("No.")) == "No."
