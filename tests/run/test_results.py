"""Results count, check and group, and add up over processes."""

import json

from marketplace_contracts.checks.support.usual import ENOUGH
from marketplace_contracts.run.results import Results
from marketplace_contracts.traffic.finding import Violation
from support.harness import contract, made, page

ROW = {"id": "1", "name": "Oak", "status": "active"}


def rows(number: int, **more: str) -> list[dict[str, str]]:
    """That many customers, newest first."""
    return [{**ROW, "id": str(number - n), **more} for n in range(number)]


def test_a_good_interaction_leaves_nothing_behind() -> None:
    """Interactions are counted, checks are ticked, and successful operations recorded."""
    results = Results(contract())
    assert results.record(made("customers.list", page([ROW]))) == []
    assert results.interactions == 1
    assert results.good == {"customers.list"}
    assert results.passed["customers.list", "body"]
    assert len(results.findings) == 0


def test_a_bad_interaction_becomes_findings() -> None:
    """A finding has operation, promise, line, command and source."""
    results = Results(contract())
    failures = results.record(made("customers.list", page([{"id": "1"}])))
    assert {violation.promise for violation in failures} == {
        "name is always present",
        "status is always present",
    }
    finding = results.findings.failures[0]
    assert (finding.operation, finding.check, finding.source) == (
        "customers.list",
        "body_schema",
        "test",
    )
    assert finding.line > 1
    assert finding.curl.startswith("curl ")


def test_notices_are_no_failures() -> None:
    """An undescribed property is a notice and not returned as a failure."""
    results = Results(contract())
    assert results.record(made("customers.list", page([ROW | {"channel": "web"}]))) == []
    assert len(results.findings.notices) == 1


def test_findings_keep_no_secret() -> None:
    """Neither the observed value nor the command shows a credential."""
    results = Results(contract(MARKETPLACE_TOKEN="tok-secret"))
    violation = Violation("p", "came tok-secret", "#/info/version")
    results.report(
        "c", [violation], made("plans.list", sent={"Authorization": "Bearer tok-secret"})
    )
    assert "tok-secret" not in json.dumps(results.as_dict())


def test_usual_properties_are_missed() -> None:
    """A usual property that is missing in many objects is found at the end of the run."""
    results = Results(contract())
    results.record(
        made("customers.list", page(rows(ENOUGH), limit=ENOUGH), query={"limit": ENOUGH})
    )
    results.close()
    assert [finding.promise for finding in results.findings] == [
        "externalId is usual in CustomerSummary"
    ]


def test_usual_properties_need_not_come_each_time() -> None:
    """One object with the property is enough, and a few objects prove nothing."""
    some = Results(contract())
    found = [*rows(ENOUGH)[:-1], ROW | {"id": "0", "externalId": "x"}]
    some.record(made("customers.list", page(found, limit=ENOUGH), query={"limit": ENOUGH}))
    some.close()
    few = Results(contract())
    few.record(
        made("customers.list", page(rows(ENOUGH - 1), limit=ENOUGH), query={"limit": ENOUGH})
    )
    few.close()
    assert len(some.findings) == len(few.findings) == 0


def test_everything_has_to_succeed() -> None:
    """If each operation must return 200, those that never did are found."""
    results = Results(contract())
    results.record(made("customers.list", page([ROW])))
    results.close(all_must_succeed=True)
    missed = {finding.operation for finding in results.findings if finding.check == "exercised"}
    assert len(missed) == 27
    assert "customers.list" not in missed


def test_results_add_up() -> None:
    """Two ledgers that were written as JSON and added are as one that saw it all."""
    interactions = [
        made("customers.list", page(rows(ENOUGH), limit=ENOUGH), query={"limit": ENOUGH}),
        made("plans.list"),
    ]
    whole = Results(contract())
    total = Results(contract())
    for interaction in interactions:
        whole.record(interaction)
        part = Results(contract())
        part.record(interaction)
        part.skip("x: y")
        total.add(json.loads(json.dumps(part.as_dict())))
    whole.skip("x: y")
    whole.close()
    total.close()
    assert total.as_dict() == whole.as_dict()


def test_results_are_taken_once() -> None:
    """Taken results are removed, and add up elsewhere to the same."""
    results, total = Results(contract()), Results(contract())
    results.record(made("customers.list", page([{"id": "1"}])))
    before = results.as_dict()
    total.add(results.take())
    assert total.as_dict() == before
    assert results.as_dict() == Results(contract()).as_dict()
