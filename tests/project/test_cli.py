"""The command line says what is wrong in one sentence, and ends as it should."""

import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pytest
from marketplace_contracts import cli
from marketplace_contracts.checks.registry import COLUMNS
from marketplace_contracts.commands.program import program
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.report.output import write

COMMAND = [sys.executable, "-m", "marketplace_contracts"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["chek"], "No such command 'chek'. Did you mean 'check'?"),
        (["check", "--targt", "x"], "No such option '--targt'. (Did you mean one of: "),
        (["check", "--target"], "--target"),
        (["check", "--target", ""], "--target: expected a value"),
        (["record", "--target", ""], "--target: expected a value"),
        (["check", "--only", "orders"], "--only: expected an operation such as orders.list"),
        (["check", "--only", "orders.lst"], "no operation is called orders.lst. Did you mean ord"),
        (["check", "--rate", "fast"], "--rate: expected calls a minute such as 60/min"),
        (["check", "--rate", "0/min"], "--rate"),
        (["check", "--seed", "x"], "--seed: expected a whole number, not 'x'"),
        (["check", "--examples", "0"], "--examples: expected a whole number from 1 on"),
        (["check", "--size", "huge"], "--size"),
        (["check", "--phases", "fuzz"], "--phases: there is no 'fuzz'"),
        (["check", "--phases", ""], "--phases: there is no ''"),
        (["check", "--database", ""], "--database: expected a value"),
        (["check", "--database", "http://x"], "--database: expected a folder"),
        (["check", "--allow-writes"], "--allow-writes is for a service that --target names"),
        (["check", "--target", "https://x.example", "--break", "a"], "--break is for"),
        (["check", "--spec", "nowhere.yaml"], "nowhere.yaml cannot be read"),
        (["check", "--report", ""], "--report: expected a path"),
        (["check", "--break", "nonsense"], "nothing in the drift catalogue is called 'nonsense'"),
        (["check", "--break", "paging.offset"], "Did you mean paging.offset-ignored"),
        (["simulate", "--port", "70000"], "port 70000"),
        (["simulate", "--start", "tomorrow"], "--start: expected today or a date such as"),
        (["simulate", "--start", "2026-02-30"], "--start: expected today or a date such as"),
        (["simulate", "--start", "2099-01-01"], "start must be a time with its zone from"),
        (["simulate", "--break", "paging.offset"], "Did you mean paging.offset-ignored"),
        (["simulate", "--token-ttl", "0"], "--token-ttl: expected a whole number from 1 on"),
    ],
)
def test_bad_settings_are_named(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A setting that cannot be used is named in one sentence, and the exit code is 2."""
    assert cli.main(arguments) == 2
    said = capsys.readouterr()
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
    """A service that cannot be reached is reported."""
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
    """Without the extra a sentence says how to install it."""
    monkeypatch.setitem(sys.modules, "marketplace_contracts.run.runner", None)
    monkeypatch.setattr(cli, "OURS", ())
    assert cli.main(["check"]) == 2
    assert "pip install '.[contracts]'" in capsys.readouterr().err


@pytest.fixture
def crash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[[BaseException], tuple[str, list[str]]]:
    """Let `check` fail with an error; returns what is printed, and the texts of the reports."""

    def run(error: BaseException) -> tuple[str, list[str]]:
        def fail(_: object) -> None:
            raise error

        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        monkeypatch.setattr("marketplace_contracts.run.runner.check", fail)
        assert cli.main(["check"]) == 2
        return capsys.readouterr().err, [path.read_text() for path in tmp_path.iterdir()]

    return run


@pytest.mark.parametrize(
    "error",
    [KeyError("x"), RecursionError(), MemoryError(), ModuleNotFoundError(name=cli.OURS[0])],
    ids=lambda error: type(error).__name__,
)
def test_an_unexpected_error_is_a_sentence_and_a_report(
    error: Exception, crash: Callable[[BaseException], tuple[str, list[str]]]
) -> None:
    """No traceback reaches the user: a sentence names the error and the file to report."""
    said, reports = crash(error)
    assert said.startswith(f"Unexpected error: {type(error).__name__} in test_cli.py:")
    assert said.count("\n") == 1
    assert ["Traceback" in report for report in reports] == [True]


def test_the_report_of_an_unexpected_error_holds_no_credential(
    crash: Callable[[BaseException], tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password within the text of an error is masked in the report, and is not printed."""
    monkeypatch.setenv("MARKETPLACE_PASSWORD", "canary-password")
    said, (report,) = crash(ValueError("wrong canary-password"))
    assert "canary" not in said + report
    assert "wrong $MARKETPLACE_PASSWORD" in report


@pytest.mark.parametrize("place", ["missing", "file/below"])
def test_a_report_that_cannot_be_kept_changes_nothing(
    place: str, crash: Callable[[BaseException], tuple[str, list[str]]], tmp_path: Path
) -> None:
    """Without a folder for temporary files the sentence is still printed."""
    (tmp_path / "file").write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.mkstemp", _refuse(place))
        said, _ = crash(KeyError("x"))
    assert said.endswith("This is a fault of the program. Please report it.\n")


def _refuse(place: str) -> Callable[..., object]:
    def mkstemp(**_: object) -> object:
        raise FileNotFoundError(2, "No such file or directory", place)

    return mkstemp


def test_without_a_command_the_next_steps_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a command, the next steps are listed, and the exit code is not 0."""
    assert cli.main([]) == 2
    said = capsys.readouterr().err
    assert "marketplace-contracts check --target URL" in said
    assert "marketplace-contracts simulate" in said


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` names the program and the version of the installed distribution."""
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"marketplace-contracts {version('cloud-marketplace')}\n"


@pytest.mark.parametrize("command", ["check", "simulate", "replay", "record", "generate", "drift"])
def test_every_option_is_explained(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a command says what it does, and what each of its options means."""
    assert cli.main([command, "--help"]) == 0
    assert "Usage: marketplace-contracts" in capsys.readouterr().out
    options = [each for each in program.commands[command].params if each.name != "help"]
    assert [each.name for each in options if not getattr(each, "help", "")] == []


def test_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--format json` the output is one document, with findings as in the report."""
    only = ["--only", "plans.get", "--phases", "replay"]
    assert cli.main(["check", *only, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["findings"] == []
    assert document["exchanges"] > 0


def test_only_the_named_operations_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--only` the checks of other operations do not run; their cells stay empty."""
    parts = ["--phases", "sequences", "--processes", "1"]
    assert cli.main(["check", *parts, "--only", "plans.get"]) == 0
    rows = {
        line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()[1:29]
    }
    auth = COLUMNS.index("auth")
    assert rows["plans.get"][auth] == "✓"
    assert {row[auth] for name, row in rows.items() if name != "plans.get"} == {"·"}


def completions(line: str) -> list[str]:
    """Return what a shell proposes for the last word of a line."""
    words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    asked = {"_MARKETPLACE_CONTRACTS_COMPLETE": "bash_complete", **words}
    found = subprocess.run(
        COMMAND, env=dict(os.environ) | asked, capture_output=True, text=True, check=True
    )
    return found.stdout.splitlines()


def test_a_shell_can_complete() -> None:
    """The shell gets the script that asks for completions, and commands and values that fit."""
    command = [*COMMAND, "completion", "zsh"]
    script = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "_MARKETPLACE_CONTRACTS_COMPLETE=zsh_complete" in script
    assert completions("marketplace-contracts che") == ["plain,check"]
    assert completions("marketplace-contracts check --only orders.l") == ["plain,orders.list"]
    assert "plain,paging" in completions("marketplace-contracts drift --only pag")
    assert "plain,ignore-offset" in completions("marketplace-contracts simulate --break ign")


def test_a_check_leaves_nothing_in_the_working_folder(tmp_path: Path) -> None:
    """A check writes only where it is asked to, be it in one process or in several."""
    arguments = ["check", "--only", "plans.get", "--depth", "ci"]
    for processes in ("1", "2"):
        command = [*COMMAND, *arguments, "--processes", processes]
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        assert list(tmp_path.iterdir()) == []


class _Full(io.StringIO):
    """An output that accepts nothing."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code

    def write(self, _: str) -> int:
        raise OSError(self.code, os.strerror(self.code))


@pytest.mark.parametrize("code", [errno.EPIPE, errno.ENOSPC])
@pytest.mark.parametrize("arguments", [["replay"], ["drift", "--list"], ["--help"]])
def test_an_output_that_takes_nothing_is_a_sentence(
    code: int,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A closed pipe and a full disk end a command with one sentence and exit code 2."""
    monkeypatch.setattr(sys, "stdout", _Full(code))
    assert cli.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("The output cannot be written: ")
    assert said.count("\n") == 1


def test_an_interrupt_is_clean(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130 and a word, not with a traceback."""

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("marketplace_contracts.run.runner.check", interrupted)
    assert cli.main(["check"]) == 130
    assert capsys.readouterr().err == "Interrupted.\n"


def _is_at_work(pid: int | str) -> bool:
    """Whether a process has read its program: then a second thread listens to the first process."""
    return len(list(Path(f"/proc/{pid}/task").iterdir())) > 1


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
        _await(lambda: len(_children(check.pid)) > 1)
        workers = _children(check.pid)
        _await(lambda: all(map(_is_at_work, workers)))
        os.kill(check.pid, by)
        out, err = check.communicate(timeout=30)
    finally:
        check.kill()
    assert check.returncode == 130, err
    assert "Traceback" not in err
    assert "Interrupted: these findings are incomplete" in out
    assert err.endswith("Interrupted.\n")
    _await(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def _has_begun(pid: str) -> bool:
    """Whether a process has computed for 30 ms: it reads the standard library then."""
    path = Path(f"/proc/{pid}/stat")
    fields = path.read_text().rpartition(")")[2].split() if path.exists() else []
    return sum(map(int, fields[11:13])) >= 3


def test_a_starting_check_can_be_interrupted() -> None:
    """Ctrl-C on a terminal, which all processes get, is clean while some of them still start."""
    for _ in range(3):
        check = subprocess.Popen(
            [*COMMAND, "check"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            _await(partial(_has_begun_below, check.pid))
            os.killpg(check.pid, signal.SIGINT)
            _, err = check.communicate(timeout=30)
        finally:
            check.kill()
        assert err == "Interrupted.\n"
        assert check.returncode == 130


def _has_begun_below(pid: int) -> bool:
    return any(map(_has_begun, _children(pid)))


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
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    write("✓ kept ✗ broken ä\n")
    assert written.getvalue() == b"y kept x broken \\xe4\n"


def test_cannot_run_is_a_sentence() -> None:
    """What ends a check is an exception with a sentence."""
    assert str(CannotRun("No.")) == "No."
