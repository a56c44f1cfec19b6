"""`cloud-marketplace RESOURCE VERB`: each call of the client, from its signature and docstring."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cloud_marketplace import cli
from cloud_marketplace.cli.exit_codes import CODES, code_of
from cloud_marketplace.cli.verbs import resources, verbs_of
from cloud_marketplace_api.api.plans import Plans
from cloud_marketplace_api.operations import OPERATIONS
from marketplace_contracts.simulator import Simulator

PROGRAM = [
    sys.executable,
    "-c",
    "import sys; from cloud_marketplace.cli import main; sys.exit(main())",
]

Run = Callable[..., tuple[int, str, str]]


class Terminal(io.StringIO):
    """Standard input as a person at a terminal has it."""

    def isatty(self) -> bool:
        """Say that this is a terminal."""
        return True


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; return exit code, output and errors, which never hold a traceback."""

    def start(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(arguments)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return start


@pytest.fixture
def customer(tmp_path: Path) -> str:
    """Return the path of a file with a customer that the simulator accepts."""
    address = {"streetAddress": "1 Main", "city": "Reno", "state": "NV", "postalCode": "89501"}
    contact = {
        "type": "admin",
        "firstName": "Ann",
        "lastName": "Lee",
        "email": "ann@example.com",
        "phoneNumber": "+1#775#5550100#",
        "login": "ann.lee",
        "password": "canary-contact-1A!",
    }
    body = {
        "name": "Acme",
        "contactPersons": [contact],
        "address": address | {"countryCode": "US"},
        "language": "en",
        "taxRegId": "12",
        "externalId": "x-1",
    }
    path = tmp_path / "customer.json"
    path.write_text(json.dumps(body))
    return str(path)


def test_every_operation_is_a_verb() -> None:
    """Each operation but that for tokens is a verb, with the effect of the description."""
    found = {v.id: v for name, it in resources().items() for v in verbs_of(name, it)}
    wanted = {op.id: op for op in OPERATIONS.values() if op.effect != "token"}
    assert {name: found[name].effect for name in wanted} == {
        name: operation.effect for name, operation in wanted.items()
    }
    workflows = {"orders.place", "orders.since", "subscriptions.change_seats", "reports.download"}
    assert workflows <= found.keys()
    assert "auth.token" not in found
    mute = [f"{v.id} {p.name}" for v in found.values() for p in v.parameters if not p.help]
    assert mute == []


def test_a_new_call_appears_by_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A method that is added to a resource is a command with help, and asks before it writes."""

    def archive(self: object, id: str | int, *, why: str | None = None) -> None:  # noqa: A002 - the API's
        """Archive a plan.

        Args:
            self: The resource.
            id: Identifier of the plan.
            why: Why it is archived.
        """
        raise AssertionError(self, id, why)

    archive.__annotations__ = {"id": "str | int", "why": "str | None"}
    monkeypatch.setattr(Plans, "archive", archive, raising=False)
    code, out, _ = run("plans", "archive", "--help")
    assert code == 0
    assert "Why it is archived." in out
    code, _, err = run("plans", "archive", "7")
    assert code == 2
    assert "--yes" in err


def test_help_states_the_keys_of_a_request(run: Run) -> None:
    """The help of a command with a request lists its JSON keys, and which are required."""
    text = " ".join(run("reports", "create", "--help")[1].split())
    assert "Keys (* is required): startDate*, name*, customizationName, endDate, format." in text


def test_help_is_for_a_shell(run: Run) -> None:
    """No help text mentions Python's None; a line that is cut to fit ends with dots."""
    verbs = [v for name, it in resources().items() for v in verbs_of(name, it)]
    helps = {f"{v.id} {p.name}": p.help for v in verbs for p in v.parameters}
    assert [name for name, text in helps.items() if re.search(r"\bNone\b", text)] == []
    assert "leaving it out uses the client's setting" in helps["orders.get timeout"]
    lines = re.findall(r"^  [a-z]+ {2,}\S.*$", run("--help")[1], re.MULTILINE)
    assert len(lines) > 10
    assert [line for line in lines if not line.endswith(".")] == []


def test_lists_go_through_all_pages(run: Run, simulator: Simulator) -> None:
    """Without a limit all rows are listed, with a filter those that match, with a limit so many."""
    rows = json.loads(run("subscriptions", "list", "--status", "active", "--format", "json")[1])
    world = simulator.world.subscriptions.values()
    assert len(rows) == sum(each.status == "active" for each in world) > 10
    assert {row["status"] for row in rows} == {"active"}
    assert len(json.loads(run("orders", "list", "--limit", "3", "--format", "json")[1])) == 3
    assert len(json.loads(run("reports", "list", "--limit", "2", "--format", "json")[1])) == 2


def test_csv_has_the_columns_of_all_rows(run: Run) -> None:
    """CSV has each column that some row has, and as many lines as there are rows."""
    arguments = ("subscriptions", "list", "--format")
    rows = json.loads(run(*arguments, "json")[1])
    lines = list(csv.DictReader(io.StringIO(run(*arguments, "csv")[1])))
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    assert set(lines[0]) == {name for row in rows for name in row}


def test_amounts_stay_text(run: Run) -> None:
    """An amount is printed as the text that was received, in JSON as in CSV."""
    newest = json.loads(run("subscriptions", "list", "--status", "active", "--format", "json")[1])
    arguments = ("subscriptions", "get", newest[0]["id"], "--format")
    found = json.loads(run(*arguments, "json")[1])
    amounts = [p["unitPrice"]["amount"] for p in found["products"] if p.get("unitPrice")]
    assert amounts
    assert all(isinstance(amount, str) for amount in amounts)
    assert f'"amount":"{amounts[0]}"' in run(*arguments, "csv")[1].replace('""', '"')


def test_orders_since_a_day(run: Run) -> None:
    """Orders since a day are those that were created on it or later, in UTC."""
    rows = json.loads(run("orders", "list", "--limit", "40", "--format", "json")[1])
    day = rows[20]["creationDate"][:10]
    found = json.loads(run("orders", "since", day, "--format", "json")[1])
    assert min(row["creationDate"] for row in found) >= day
    assert rows[20]["id"] in {row["id"] for row in found}


def test_a_report_is_downloaded(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report is saved where it is wanted, or under its own name in the working folder."""
    rows = json.loads(run("reports", "list", "--format", "json")[1])
    assert "sig=" not in str(rows)  # a signed address is a secret
    row = next(row for row in rows if row.get("downloadUrl") and row.get("id"))
    assert run("reports", "download", row["id"], str(tmp_path / "r"))[0] == 0
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("reports", "download", row["id"])
    assert code == 0
    name = f"report-{row['id']}.{row['format'].lower()}"
    assert out == f"{name}\n"
    assert (tmp_path / name).read_bytes() == (tmp_path / "r").read_bytes()


def test_a_write_asks_first(
    run: Run, customer: str, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a terminal and --yes nothing is sent; at a terminal the default is no."""
    before = len(simulator.world.customers)
    code, _, err = run("customers", "create", "--json", customer)
    assert code == 2
    assert "Give --yes" in err
    monkeypatch.setattr(sys, "stdin", Terminal("\n"))
    code, _, err = run("customers", "create", "--json", customer)
    assert code == 2
    assert "customers.create changes the Marketplace" in err
    assert len(simulator.world.customers) == before
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    code, out, err = run("customers", "create", "--json", customer, "--format", "json")
    assert code == 0
    assert json.loads(out)["name"] == "Acme"
    assert "canary-contact" not in out + err


def test_a_request_can_come_through_a_pipe(
    run: Run, customer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --json - the request is read from standard input."""
    text = Path(customer).read_text().replace("ann.lee", "ann.lee2")
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert run("customers", "create", "--json", "-", "--yes")[0] == 0


@pytest.fixture
def without_libraries(environ: pytest.MonkeyPatch) -> None:
    """Let the optional libraries be missing."""
    for name in ("keyring", "pyarrow"):
        environ.setitem(sys.modules, name, None)


@pytest.mark.usefixtures("without_libraries")
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["orders", "lst"], 2, "Did you mean 'list'?"),
        (["order", "list"], 2, "Did you mean 'orders'?"),
        (["orders", "list", "--stauts", "x"], 2, "(Did you mean one of: '--status', "),
        (["orders", "list", "--formt", "x"], 2, "Did you mean '--format'?"),
        (["orders", "get"], 2, "Missing argument 'ID'"),
        (["orders", "since", "yesterday"], 2, "expected a moment such as 2026-11-01"),
        (["subscriptions", "renewing", "--before", "x"], 2, "expected a day such as"),
        (["orders", "list", "--limit", "many"], 2, "expected a whole number"),
        (["orders", "list", "--status", ""], 2, "expected a value, not nothing"),
        (["orders", "list", "--timeout", "0"], 2, "timeout"),
        (["customers", "create", "--json", "none.json", "--yes"], 2, "none.json can't be read"),
        (["customers", "create", "--json", "{list}", "--yes"], 2, "one JSON object"),
        (["customers", "create", "--json", "{broken}", "--yes"], 2, "line 2, column 1"),
        (["customers", "create", "--json", "{empty}", "--yes"], 6, "customers.create: 400"),
        (["orders", "get", "99999999"], 5, "404"),
        (["plans", "list", "--format", "parquet"], 2, "pip install '.[parquet]'"),
        (["plans", "list", "--output", "none/x.json"], 2, "none/x.json can't be written"),
        (["login"], 2, "pip install '.[keyring]'"),
        (["logout"], 2, "pip install '.[keyring]'"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    run: Run,
    tmp_path: Path,
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    """A typing error, a bad value and a refusal are one sentence each, with their exit codes."""
    files = {"list": "[1]", "broken": '{"a":\n', "empty": "{}"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    given = [each.format(**{name: tmp_path / name for name in files}) for each in arguments]
    found, out, err = run(*given)
    assert found == code
    assert says in err
    assert err.count("\n") == 1
    assert out == ""


def test_settings_and_network_have_their_own_codes(run: Run, environ: pytest.MonkeyPatch) -> None:
    """A wrong setting ends with 3, and a service that is not there with 4."""
    environ.setenv("MARKETPLACE_SUBSCRIPTION_KEY", "canary-key")
    code, _, err = run("plans", "list")
    assert code == 3
    assert "MARKETPLACE_SUBSCRIPTION_KEY" in err
    environ.setenv("MARKETPLACE_BASE_URL", "http://127.0.0.1:1/marketplace/na")
    assert run("plans", "list", "--timeout", "0.2")[0] == 4
    assert all(code_of(kind("x")) == code for kind, code in CODES.items())


def test_an_interruption_is_clean(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command with 130 and one word."""

    def interrupted(*_: object, **__: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Plans, "list", interrupted)
    code, _, err = run("plans", "list")
    assert code == 130
    assert err.strip() == "Interrupted."


def test_a_file_is_whole_or_not_there(run: Run, tmp_path: Path) -> None:
    """--output writes the file at the end, replaces an older one and leaves nothing beside it."""
    path = tmp_path / "plans.json"
    path.write_text("old")
    code, out, _ = run("plans", "list", "--format", "json", "--output", str(path))
    assert (code, out) == (0, "")
    assert json.loads(path.read_text())
    assert [p.name for p in tmp_path.iterdir()] == ["plans.json"]


def test_a_reader_that_stops_is_no_error() -> None:
    """When the reader of a pipe closes it, the command ends without a traceback."""
    command = subprocess.Popen(
        [*PROGRAM, "subscriptions", "list", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    )
    assert command.stdout is not None
    command.stdout.close()
    assert command.stderr is not None
    assert command.stderr.read() == b""
    assert command.wait(60) == 1


def test_a_shell_can_complete() -> None:
    """The shell gets the script that asks for completions, and commands and words that fit."""
    script = subprocess.run(
        [*PROGRAM, "completion", "bash"], capture_output=True, text=True, check=True
    ).stdout
    assert "_CLOUD_MARKETPLACE_COMPLETE=bash_complete" in script
    for line, proposed in (
        ("cloud-marketplace ord", "plain,orders\n"),
        ("cloud-marketplace subscriptions list --status act", "plain,active\n"),
    ):
        words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
        asked = {"_CLOUD_MARKETPLACE_COMPLETE": "bash_complete", **words}
        found = subprocess.run(
            PROGRAM, env=dict(os.environ) | asked, capture_output=True, text=True, check=True
        )
        assert found.stdout == proposed
