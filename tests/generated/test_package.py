"""The generated package as a whole: what it imports, when, and what it exports."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import cloud_marketplace_api
import pytest
from cloud_marketplace_api import api, call, model, models, protocols, types

PACKAGE = Path(cloud_marketplace_api.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))


def modules_after(code: str) -> set[str]:
    """Run code in a fresh interpreter and give the names of all modules loaded then."""
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_using_one_resource_loads_no_other_and_no_model() -> None:
    """Importing orders loads neither customers nor models; a response loads these."""
    loaded = modules_after("from cloud_marketplace_api.api import Orders")
    ours = {name for name in loaded if name.startswith("cloud_marketplace_api.")}
    assert "cloud_marketplace_api.api.orders" in ours
    assert not [name for name in ours if "customers" in name or ".models" in name]


def test_a_model_loads_no_other_model_until_one_is_read() -> None:
    """Importing an order loads the order; its money is loaded by the first order that is read."""
    loaded = modules_after("from cloud_marketplace_api.models import Order")
    ours = {name for name in loaded if name.startswith("cloud_marketplace_api.models.")}
    assert ours == {"cloud_marketplace_api.models.order"}


def test_the_package_has_no_transport() -> None:
    """Nothing generated imports httpx: sending is left to the implementation of a sender."""
    loaded = modules_after(
        "from cloud_marketplace_api import api, models\n"
        "for name in models.__all__: getattr(models, name)\n"
        "for name in api.__all__: getattr(api, name)"
    )
    assert not {"httpx", "cloud_marketplace", "marketplace_contracts"} & loaded


@pytest.mark.parametrize(
    "module", [models, api, call, model, protocols, types], ids=lambda module: module.__name__
)
def test_what_is_announced_can_be_imported(module: Any) -> None:
    """Every name in `__all__` exists, and a name that is not there is an AttributeError."""
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = module.Nothing


@pytest.mark.parametrize("module", [models, api], ids=lambda module: module.__name__)
def test_completion_knows_the_lazy_names(module: Any) -> None:
    """`dir` lists what can be imported, loaded or not."""
    assert set(dir(module)) == set(module.__all__)


def test_every_module_class_and_method_is_explained() -> None:
    """Public names of the package have docstrings."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
    mute = [path.name for path, tree in trees.items() if not ast.get_docstring(tree)]
    for tree in trees.values():
        classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
        mute += [node.name for node in classes if not ast.get_docstring(node)]
    assert mute == []


def test_models_import_nothing_while_they_read() -> None:
    """No import statement is executed inside a function of a model."""
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        inner = [
            n for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)
        ]
        assert inner == [], path


def test_no_line_names_a_machine_a_time_or_a_generator_run() -> None:
    """The text is the same wherever and whenever it is made."""
    pattern = re.compile(r"/work|/root|/home|/tmp|generated (at|on) |\b20\d\d-\d\d-\d\d \d\d:\d\d")
    assert not [path for path in SOURCES if pattern.search(path.read_text(encoding="utf-8"))]


def test_the_package_is_typed() -> None:
    """The marker that makes type checkers look at the annotations is there."""
    assert (PACKAGE / "py.typed").exists()
