"""A check that the gateway refused is never taken for a kept contract."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from marketplace_contracts.cli import main
from marketplace_contracts.run.refusals import FEWEST, Refusals
from marketplace_contracts.run.results import Results
from marketplace_contracts.run.runner import check
from marketplace_contracts.settings import CheckSettings
from marketplace_contracts.simulator import Break, Request, Response
from support.harness import contract, made, page


def refusing(when: Callable[[int, Request], bool], status: int, **headers: str) -> Break:
    """Refuse calls of `plans.list`, by their number."""
    numbers = iter(range(1_000_000))

    def after(request: Request, response: Response) -> Response:
        if request.operation != "plans.list" or not when(next(numbers), request):
            return response
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {"statusCode": status, "message": "Access denied."}
        return replace(response, status=status, body=body, headers={**response.headers, **more})

    return Break("refusing", "refuses calls", after=after)


def coverage(fault: Break, report: Path | None = None) -> Results:
    """Send what the coverage phase generates for one operation."""
    settings = CheckSettings(
        parts=("coverage",), only=("plans.list",), breaks=(fault,), report=report
    )
    return check(settings)[0]


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_calls_that_are_refused_from_some_point_on_are_no_result(
    status: int, tmp_path: Path
) -> None:
    """Credentials or a rate limit used up midway are reported, with numbers, in every report."""
    results = coverage(refusing(lambda number, _: number > 5, status), tmp_path)
    (reason,) = results.incomplete
    assert reason.startswith("Too few calls were accepted to call the contract kept: ")
    assert f"with {status}" in reason
    assert "in coverage of plans.list" in reason
    assert json.loads((tmp_path / "findings.json").read_text())["incomplete"] == [reason]
    for name in ("summary.md", "junit.xml"):
        assert "Too few calls were accepted" in (tmp_path / name).read_text()


def test_the_command_then_exits_with_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a finding, and without calls that were reached, the exit code is 2, not 0."""

    def few(_: CheckSettings) -> tuple[Results, float]:
        results = Results(contract())
        for _ in range(FEWEST):
            results.count(made("plans.list", status=429))
        return results, 1.0

    monkeypatch.setattr("marketplace_contracts.run.runner.check", few)
    assert main(["check"]) == 2
    assert "Too few calls were accepted" in capsys.readouterr().out


def test_a_rejected_token_is_replaced_and_the_call_repeated() -> None:
    """A token that is revoked midway costs one call: a new one is fetched and used."""
    revoked: list[str] = []

    def is_old(number: int, request: Request) -> bool:
        token = request.headers.get("authorization", "")
        if number == 5:
            revoked.append(token)
        return token in revoked

    results = coverage(refusing(is_old, 401))
    assert results.incomplete == []
    assert len(revoked) == 1


def test_a_spent_rate_limit_is_waited_for() -> None:
    """A 429 with Retry-After is waited for, and the call is repeated."""
    results = coverage(refusing(lambda number, _: 5 <= number < 7, 429, Retry_After="0"))
    assert results.incomplete == []
    assert results.findings.failures == []


def test_a_few_refusals_are_no_reason() -> None:
    """Single refused calls among many do not matter; cassettes and bad credentials never do."""
    refusals = Refusals()
    for _ in range(200):
        refusals.record(made("plans.list", page([])))
    for _ in range(FEWEST - 1):
        refusals.record(made("plans.list", status=429))
    for source in ("auth_enforced", "rate_told", "cassette rate-limited"):
        for _ in range(50):
            refusals.record(replace(made("plans.list", status=429), source=source))
    assert refusals.verdict() == ""


@pytest.mark.parametrize(("status", "reported"), [(401, False), (403, False), (429, True)])
def test_who_gets_a_token_is_decided_by_its_operation(status: int, reported: bool) -> None:
    """Tokens refused to made-up marketplaces were reached; those beyond the rate were not."""
    refusals = Refusals()
    for _ in range(FEWEST):
        refusals.record(made("auth.token", status=status))
    assert bool(refusals.verdict()) is reported


def test_refusals_add_up_over_processes() -> None:
    """Counts that were written as JSON and added are those of one process."""
    whole, total = Refusals(), Refusals()
    for _ in range(3):
        part = Refusals()
        for one in (whole, part):
            for status in (200, 401, 429):
                one.record(made("plans.list", status=status))
        total.add(json.loads(json.dumps(part.as_dict())))
    assert total.as_dict() == whole.as_dict()
    assert total.verdict() == whole.verdict() != ""
