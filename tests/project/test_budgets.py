"""The house rules: sizes, folders, docstrings, and which module may import which.

Some lists name what does not keep a rule yet. They only shrink: an entry that is no longer needed
fails the test, and must be deleted.
"""

import ast
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from support.imports import circles, import_graph

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "client/cloud_marketplace"
CONTRACTS = ROOT / "contracts/marketplace_contracts"
GENERATED = ROOT / "generated/cloud_marketplace_api"
TESTS = ROOT / "tests"
TEMPLATES = ROOT / "spec/templates"
Function = ast.FunctionDef | ast.AsyncFunctionDef

CIRCLES = {
    "_decoding.deviations, _observability.logs",
    "_engine.engine, _engine.request_state",
    "checks, checks.registry",
    "checks.registry, run.results, service.api_client, service.probe",
}
"""Circles of imports that are still there: the modules of each, sorted, without their package."""

UPWARD = {
    "cloud_marketplace": {
        "_config imports _engine",
        "_decoding imports _engine",
        "_engine imports _workflows",
        "_observability imports _decoding",
        "_transport imports _pagination",
        "errors imports _engine",
        "money imports _decoding",
    },
    "marketplace_contracts": {
        "service imports checks",
        "service imports run.results",
    },
}
"""Imports between rooms that still go up the page of ARCHITECTURE.md."""

FOLDERS: set[str] = {"contracts/marketplace_contracts/simulator/domain"}
"""Folders that still have more than 15 modules."""

SAME_NAMES = {"Origin", "Pause", "Response"}
"""Class names that are still used twice in one package."""

EXECUTING = {"_decoding/drift_check.py", "cloud_marketplace_api/types.py"}
"""Modules that still execute text or change byte code."""

TEMPLATE_LINES = 1200
"""What the templates may have together; the goal is 450."""


def modules(*folders: Path) -> dict[Path, ast.Module]:
    """Parse every Python module below the folders."""
    paths = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


OURS = modules(CLIENT, CONTRACTS)


def hold(found: Collection[str], allowed: Collection[str], rule: str) -> None:
    """Compare offenders with those that are still allowed."""
    new, idle = set(found) - set(allowed), set(allowed) - set(found)
    assert not new, f"{rule}: {'; '.join(sorted(new))}"
    assert not idle, f"{rule}: no longer needed, so shorten the list: {'; '.join(sorted(idle))}"


def functions(tree: ast.Module) -> Iterator[Function]:
    """Yield every function and method of a module."""
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: Function) -> int:
    """Count the lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0


def sizes() -> dict[str, int]:
    """Measure the body of each of our own functions."""
    return {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": body_lines(function)
        for path, tree in OURS.items()
        for function in functions(tree)
    }


def imported(tree: ast.Module) -> set[str]:
    """Return the top-level names of what a module imports anywhere in it."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def public(tree: ast.Module) -> Iterator[ast.Module | ast.ClassDef | Function]:
    """Yield the module itself and its public classes, functions and methods."""
    yield tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("_"):
                continue
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    member
                    for member in node.body
                    if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef)
                    and not member.name.startswith("_")
                )


def test_functions_are_short() -> None:
    """Function bodies: median at most 8 lines, 95th percentile at most 35, none over 60."""
    found = sizes()
    ordered = sorted(found.values())
    assert statistics.median(ordered) <= 8
    assert ordered[int(len(ordered) * 0.95)] <= 35
    assert [place for place, size in found.items() if size > 60] == []


def test_modules_are_short() -> None:
    """No hand-written module has more than 450 lines, and hardly any more than 300."""
    lines = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in OURS
    }
    assert [name for name, count in lines.items() if count > 450] == []
    long = [name for name, count in lines.items() if count > 300]
    assert len(long) <= len(lines) * 0.05, long


def test_folders_are_small() -> None:
    """No folder of hand-written Python holds more than 15 modules beside its `__init__`."""
    paths = modules(CLIENT, CONTRACTS, TESTS, ROOT / "bench", ROOT / "examples")
    counted = Counter(path.parent for path in paths if path.name != "__init__.py")
    large = {str(folder.relative_to(ROOT)) for folder, n in counted.items() if n > 15}
    hold(large, FOLDERS, "at most 15 modules in a folder")


def test_templates_are_small() -> None:
    """The templates of the generator stay below their budget together."""
    assert (
        sum(path.read_text("utf-8").count("\n") for path in TEMPLATES.iterdir()) <= TEMPLATE_LINES
    )


def test_what_is_public_is_documented() -> None:
    """At least 90 % of the public modules, classes, functions and methods have a docstring."""
    nodes = [node for tree in OURS.values() for node in public(tree)]
    documented = [node for node in nodes if ast.get_docstring(node)]
    assert len(documented) >= 0.9 * len(nodes)


def test_every_test_states_its_truth() -> None:
    """Every test has a docstring."""
    suites = modules(TESTS, CONTRACTS / "run/suite")
    mute = [
        f"{path.name}:{function.lineno} {function.name}"
        for path, tree in suites.items()
        for function in functions(tree)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert mute == []


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        (GENERATED, {"cloud_marketplace", "marketplace_contracts", "httpx", "msgspec"}),
        (CLIENT, {"marketplace_contracts"}),
    ],
)
def test_packages_import_one_way(folder: Path, forbidden: set[str]) -> None:
    """Generated code imports nothing of ours, the client only the generated code."""
    for path, tree in modules(folder).items():
        assert imported(tree) & forbidden == set(), path.name


def test_no_circle_of_imports() -> None:
    """No module imports itself through others, late imports and those for types included."""
    found = {}
    for folder in (CLIENT, CONTRACTS, GENERATED):
        for circle in circles(import_graph(folder.parent)):
            way = [module.partition(".")[2] or module for module in circle]
            found[", ".join(sorted(set(way)))] = " → ".join(way)
    new = [way for names, way in found.items() if names not in CIRCLES]
    assert not new, f"a circle of imports: {'; '.join(new)}"
    hold(found, CIRCLES, "no circle of imports")


def layers(package: str) -> dict[str, int]:
    """Read the rows of a package's table in ARCHITECTURE.md: module or room, and its height."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.split(f"### Layers of `{package}`\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return {
        f"{package}.{name}".removesuffix(".__init__"): -row
        for row, cell in enumerate(rows)
        for name in re.findall(r"`(.*?)`", cell)
    }


def room(module: str, known: dict[str, int]) -> str:
    """Return the longest name in the table that a module is or belongs to."""
    package, _, _ = module.partition(".")
    if module == package:
        return module
    parts = module.split(".")
    names = (".".join(parts[:end]) for end in range(len(parts), 1, -1))
    return next((name for name in names if name in known), "")


@pytest.mark.parametrize("package", ["cloud_marketplace", "marketplace_contracts"])
def test_imports_go_down_the_page(package: str) -> None:
    """Each room imports only from rows of ARCHITECTURE.md that are not above its own."""
    known = layers(package)
    folder = CLIENT if package == CLIENT.name else CONTRACTS
    graph = import_graph(folder.parent)
    homeless = {m for m in graph if not room(m, known)} - {package}
    assert homeless == set(), "rooms that ARCHITECTURE.md does not name"
    up = {
        f"{here} imports {there}".replace(f"{package}.", "")
        for module, targets in graph.items()
        for target in targets
        for here, there in [(room(module, known), room(target, known))]
        if known.get(there, 0) > known.get(here, 0)
    }
    hold(up, UPWARD[package], "imports go down the page")


def test_no_two_classes_have_one_name() -> None:
    """Within a package a class name means one thing."""
    twice = {
        name
        for folder in (CLIENT, CONTRACTS)
        for name, count in Counter(
            node.name
            for path, tree in OURS.items()
            if folder in path.parents
            for node in tree.body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        ).items()
        if count > 1
    }
    hold(twice, SAME_NAMES, "one name, one thing")


def executes(tree: ast.Module) -> bool:
    """Tell whether a module executes text or reaches into the interpreter."""
    names = {
        n.func.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    reached = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    inside = {"__code__", "__globals__", "__closure__", "__builtins__", "_getframe", "f_locals"}
    return bool(names & {"exec", "eval", "compile"} or reached & inside)


def test_nothing_that_people_install_executes_text() -> None:
    """No module uses `exec`, `eval`, `compile`, byte code or interpreter frames."""
    found = {
        "/".join(path.parts[-2:])
        for path, tree in modules(CLIENT, CONTRACTS, GENERATED).items()
        if executes(tree)
    }
    hold(found, EXECUTING, "no exec, eval or byte code")


def test_one_module_of_the_client_knows_httpx() -> None:
    """Only one hand-written module of the client imports httpx by name."""
    importers = [p.name for p, tree in modules(CLIENT).items() if "httpx" in imported(tree)]
    assert importers == ["httpx_transport.py"]


def test_the_client_needs_three_libraries() -> None:
    """Beside the standard library, generated code imports attrs, the client httpx and msgspec."""
    third_party = {"attr", "attrs", "cloud_marketplace_api"}
    more = {"httpx", "msgspec", "cloud_marketplace"}
    # Used where it is installed, and done without where it is not.
    optional = {"telemetry.py": {"opentelemetry"}}
    standard = sys.stdlib_module_names
    for path, tree in modules(CLIENT, GENERATED).items():
        allowed = third_party | (more if CLIENT in path.parents else set())
        assert imported(tree) - standard <= allowed | optional.get(path.name, set()), path.name


def tracked() -> list[Path]:
    """Every file that git tracks or would track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_no_path_of_a_machine_and_no_index() -> None:
    """No text names a package index or a folder of somebody's machine."""
    wanted = re.compile(r"/(wor[k]|roo[t])/|extra-inde[x]-url|find-link[s]|pyp[i]\.")
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert wanted.search(text) is None, path
