"""The client alone: version, public names, and `help(Marketplace)`, which lists the calls."""

import pydoc

from cloud_marketplace import Marketplace, Page, Rate, Renewal, __version__, quantities

text = pydoc.render_doc(Marketplace, renderer=pydoc.plaintext)
for call in ("orders.place", "subscriptions.change_seats", "reports.read", "customers.list"):
    assert call in text, call
assert all((Page.__doc__, Rate.__doc__, Renewal.__doc__, quantities.__doc__, __version__))
