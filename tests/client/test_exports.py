"""What the package gives, and what importing it costs."""

import subprocess
import sys
from datetime import date
from importlib.metadata import version

import cloud_marketplace
import cloud_marketplace_api.models
import httpx
import pytest
from cloud_marketplace import models
from support.client import Service, page


def test_everything_in_all_can_be_imported() -> None:
    """`__all__` is what dir() shows, each name exists, and no other public name does."""
    assert dir(cloud_marketplace) == sorted(cloud_marketplace.__all__)
    for name in cloud_marketplace.__all__:
        assert getattr(cloud_marketplace, name) is not None
    submodules = {name for name in sys.modules if name.startswith("cloud_marketplace.")}
    given = {name for name in vars(cloud_marketplace) if not name.startswith(("_", "@"))}
    internal = {name.split(".")[1] for name in submodules} | {"annotations", "TYPE_CHECKING"}
    assert given - internal <= set(cloud_marketplace.__all__)


def test_the_version_is_that_of_the_distribution() -> None:
    """`__version__` is the version that pip shows."""
    assert cloud_marketplace.__version__ == version("cloud-marketplace")


def test_values_of_results_are_public() -> None:
    """The types of the client's arguments and results can be imported for annotations."""
    assert cloud_marketplace.Rate.of("60/min").calls == 60
    assert cloud_marketplace.quantities.exact("2.0") == 2
    service = Service([httpx.Response(200, json=page([]))])
    with service.client() as mp:
        rows: cloud_marketplace.Page[models.OrderSummary] = mp.orders.list()
        found: list[cloud_marketplace.Renewal] = mp.subscriptions.renewing(before=date.max)
    assert list(rows) == found == []


def test_unknown_names_are_attribute_errors() -> None:
    """An unknown name is an AttributeError, in the package and among the models."""
    with pytest.raises(AttributeError, match="Nonsense"):
        cloud_marketplace.Nonsense  # noqa: B018 - looking it up is the point
    with pytest.raises(AttributeError, match="Nonsense"):
        models.Nonsense  # noqa: B018 - looking it up is the point


def test_models_are_those_that_are_generated() -> None:
    """`cloud_marketplace.models` gives every generated model under its name."""
    assert dir(models) == sorted(cloud_marketplace_api.models.__all__)
    for name in models.__all__:
        assert getattr(models, name) is getattr(cloud_marketplace_api.models, name)


def test_importing_the_package_is_light() -> None:
    """Importing the package loads no library, no asyncio and no generated module."""
    program = "import sys, cloud_marketplace; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    libraries = {"httpx", "attr", "attrs", "msgspec"}
    assert not loaded & (libraries | {"asyncio", "cloud_marketplace_api"})


def test_errors_need_no_http_library() -> None:
    """Catching the errors and checking settings loads no HTTP library."""
    program = (
        "import sys; from cloud_marketplace import NotFound, Secret; print('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "httpx" not in done.stdout.split()


def test_help_explains_each_public_name() -> None:
    """`help` works for each public name as it is first used, and shows how a model is made."""
    program = (
        "import pydoc, cloud_marketplace as c, cloud_marketplace.models as m\n"
        "for part in (c, m):\n"
        "    for name in set(part.__all__) - {'__version__'}:\n"
        "        text = pydoc.render_doc(getattr(part, name), renderer=pydoc.plaintext)\n"
        "        if name == 'ReportRequest':\n"
        "            print(text)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    signature = (
        "ReportRequest(*, start_date: 'datetime.datetime', name: 'str', customization_name: "
        "'str | Unset' = UNSET, end_date: 'datetime.datetime | Unset' = UNSET, format: "
        "'ReportFormat | Unset' = UNSET, additional_properties: 'dict[str, Any]' = UNSET)"
    )
    # Python 3.13 breaks lines, each of which begins with a bar.
    blank = str.maketrans("", "", " |\n")
    assert signature.translate(blank) in done.stdout.translate(blank)
