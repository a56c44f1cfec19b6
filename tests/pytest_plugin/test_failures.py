"""What the pytest plugin makes fail, in runs of pytest of their own."""

import sys

import pytest

pytest_plugins = ["pytester"]

OTHERS = ("no:xdist", "no:schemathesis", "no:hypothesispytest", "no:cacheprovider")


def run(pytester: pytest.Pytester, program: str, blocked: str = "") -> tuple[dict[str, int], str]:
    """Run a test file; return how many tests passed or failed, and the output."""
    pytester.makepyfile(f"import pytest\n{program}")
    pytester.makeini("[pytest]\naddopts = --strict-markers\n")
    pytester.makeconftest(f"import sys\nsys.modules |= dict.fromkeys({blocked.split()!r})\n")
    options = [part for name in OTHERS for part in ("-p", name)]
    done = pytester.run(sys.executable, "-m", "pytest", *options)
    return done.parseoutcomes(), done.stdout.str() + done.stderr.str()


def test_a_fault_that_was_never_hit_fails_the_test(pytester: pytest.Pytester) -> None:
    """The failure names the fault; it does not hide another failure, and can be called off."""
    found, text = run(
        pytester,
        """
def test_unhit(marketplace, faults):
    faults.drop("reports.create")
    marketplace.plans.list(limit=1)

def test_other_failure(marketplace, faults):
    faults.drop("reports.get")
    raise RuntimeError("of the test")

def test_called_off(marketplace, faults):
    faults.drop("reports.create")
    faults.clear()

@pytest.mark.marketplace_simulator(breaks=["ignore-offset"])
def test_option(marketplace):
    marketplace.plans.list(limit=1)

def test_of_no_simulator():
    pass

def test_bug(marketplace_simulator, marketplace):
    marketplace_simulator.world.plans = None
    try:
        marketplace.plans.get("10005")
    except Exception:
        pass
""",
    )
    assert found == {"passed": 2, "failed": 4}, text
    assert "never hit: drop of reports.create" in text
    assert "never hit: drop of reports.get" not in text
    assert "never hit: ignore-offset" in text
    assert "of the test" in text
    assert "the simulator itself failed" in text


def test_options_of_the_marker_are_checked(pytester: pytest.Pytester) -> None:
    """An option that cannot be used fails the test with its name, without a traceback of ours."""
    found, text = run(
        pytester,
        """
@pytest.mark.marketplace_simulator(3)
def test_position(marketplace): ...

@pytest.mark.marketplace_simulator(sed=3)
def test_name(marketplace): ...

@pytest.mark.marketplace_simulator(size="huge")
def test_value(marketplace): ...
""",
    )
    assert found == {"errors": 3}, text
    assert "marketplace_simulator takes options by name only" in text
    assert "unexpected keyword argument 'sed'" in text
    assert "size must be one of small, large" in text
    assert "pytest_plugin.py" not in text


def test_the_plugin_does_without_the_rest_of_the_harness(pytester: pytest.Pytester) -> None:
    """Fixtures, faults and world need none of the libraries that only the check needs."""
    found, text = run(
        pytester,
        """
def test_it(marketplace, async_marketplace, world, faults, clock):
    world.set_price("CFQ7TTC0ZZ01:0004", "1")
    faults.drop("plans.list")
    marketplace.plans.list(limit=1)
""",
        blocked="schemathesis hypothesis vcr rich xdist",
    )
    assert found == {"passed": 1}, text


def test_without_the_extra_only_the_fixtures_fail(pytester: pytest.Pytester) -> None:
    """Other tests run as usual where the extra is not installed, and a fixture names it."""
    found, text = run(
        pytester,
        """
def test_it(marketplace): ...

def test_other(): ...
""",
        blocked="starlette uvicorn yaml jsonschema_rs",
    )
    assert found == {"passed": 1, "errors": 1}, text
    assert "pip install '.[testing]'" in text
