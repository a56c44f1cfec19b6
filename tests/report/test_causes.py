"""Findings by cause: one fault that many checks notice is one line."""

from dataclasses import replace

from marketplace_contracts.report.causes import causes
from marketplace_contracts.traffic.finding import Finding

ONE = Finding("orders.list", "paging_walk", "pages add up", "#/x", 7, "9 rows", "", "paging_walk")
CUSTOMER = "#/components/schemas/CustomerSummary/properties"


def found(**changes: object) -> Finding:
    """Return a finding that differs from the usual one."""
    return replace(ONE, **changes)  # names of fields with their values


def called(query: str, **changes: object) -> Finding:
    """Return a finding that a call with a query shows."""
    return found(curl=f"curl -X GET \"$MARKETPLACE_BASE_URL\"'/orders?{query}' -H x", **changes)


def subjects(*findings: Finding) -> list[tuple[str, int]]:
    """Return the subject of each cause, and how many findings it has."""
    return [(cause.subject, len(cause.findings)) for cause in causes(findings)]


def test_a_parameter_that_is_ignored_is_one_cause() -> None:
    """Paging, filters and validation of several operations that share `offset` are one cause."""
    findings = [
        called("offset=5&limit=5", operation=name, check=check, promise=check)
        for name in ("orders.list", "customers.list", "plans.list")
        for check in ("paging_walk", "paging_arithmetic", "filters_paged", "unpaged")
    ]
    findings.append(called("name=x&offset=-1", check="server_error", pointer="#/x/responses/500"))
    findings.append(found(check="other", pointer="#/components/parameters/Offset"))
    assert subjects(*findings) == [("parameter offset", 14)]
    assert causes(findings)[0].operations == ("customers.list", "orders.list", "plans.list")


def test_a_property_is_a_cause_whatever_was_asked_for() -> None:
    """A property that breaks its schema is no matter of the query that fetched it."""
    findings = [
        called(
            "offset=5",
            check="body_schema",
            promise=f"name: {rule}",
            pointer=f"{CUSTOMER}/name/{rule}",
        )
        for rule in ("type", "maxLength")
    ]
    paging = called("offset=5")
    assert subjects(paging, *findings) == [("property name", 2), ("parameter offset", 1)]


def test_a_property_that_is_absent_is_one_cause() -> None:
    """That a property is required, and that it is usual, is about the same property."""
    absent = found(check="body_schema", promise="name is always present", pointer="#/x/required")
    unusual = found(check="usual_shown", promise="name is usual in Order", pointer="#/x/x-usual/0")
    assert subjects(absent, unusual) == [("property name", 2)]


def test_two_faults_are_two_causes() -> None:
    """What shares nothing is not put together."""
    first = called("status=active", check="filters", promise="status holds")
    second = found(check="auth_enforced", promise="a call without a token is refused")
    assert subjects(first, second) == [
        ("parameter status", 1),
        ("auth_enforced: a call without a token is refused", 1),
    ]


def test_no_finding_is_lost_or_doubled() -> None:
    """Each finding stands under exactly one cause."""
    findings = [
        called(f"{name}=1&limit=3", operation=f"op{number}", promise=f"{name}{number}")
        for number in range(5)
        for name in ("a", "b")
    ]
    findings += [found(operation="x", check=f"check{number}") for number in range(3)]
    spread = [each for cause in causes(findings) for each in cause.findings]
    assert sorted(each.key for each in spread) == sorted(each.key for each in findings)


def test_nothing_has_no_cause() -> None:
    """Without findings there are no causes."""
    assert causes([]) == []
