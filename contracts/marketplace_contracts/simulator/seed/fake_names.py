"""Invented words that seeded worlds are made of."""

from __future__ import annotations

COMPANY_FIRST = (
    "Harbour", "Alder", "Fjord", "North Pine", "Copper", "Willow", "Granite", "Meadow", "Lantern",
    "Juniper", "Saltmarsh", "Orchard", "Kestrel", "Birch", "Amber", "Quarry", "Heron", "Maple",
    "Slate", "Thistle", "Beacon", "Drift", "Cedar", "Marigold", "Tundra", "Ember", "Brook",
    "Hazel", "Anchor", "Summit",
)  # fmt: skip
COMPANY_SECOND = (
    "Bakery", "Outdoor", "Logistics", "Dental", "Legal", "Studio", "Foods", "Machining", "Travel",
    "Press", "Clinic", "Architects", "Robotics", "Textiles", "Energy", "Partners", "Optics",
    "Brewing", "Farms", "Media",
)  # fmt: skip
COMPANY_FORM = ("Ltd", "Inc", "LLC", "AS", "GmbH", "& Sons", "Group")
FIRST_NAMES = (
    "Jo", "Ida", "Lee", "Per", "Mina", "Omar", "Tess", "Ravi", "Nora", "Luis", "Aiko", "Finn",
)  # fmt: skip
LAST_NAMES = (
    "Baker", "Moen", "Park", "Lunde", "Costa", "Haddad", "Quinn", "Iyer", "Berg", "Ortega",
    "Sato", "Walsh",
)  # fmt: skip
PLACES = (
    ("US", "Irvine", "CA", "92612", "1##949555"),
    ("US", "Seattle", "WA", "98101", "1##206555"),
    ("CA", "Toronto", "ON", "M5H 2N2", "1##416555"),
    ("NO", "Bergen", None, "5003", "47##5551"),
    ("NL", "Utrecht", None, "3511 AB", "31##3055"),
    ("GB", "Leeds", None, "LS1 4DY", "44##11355"),
)
"""Country, city, state (for certain countries, facts E2), postal code, phone."""
LANGUAGES = ("en", "en_US", "nl", "DE")
SEGMENTS = ("food", "retail", "health", "industry")
VENDORS = ("ExampleVendor", "Cloudmere", "Arbor Software", "Nimbrel", "Quayside Security")
SERVICES = (
    "Business Suite", "Mail", "Backup", "Endpoint Guard", "Sign", "Team Voice", "Drawing Board",
    "Data Lake", "Help Desk", "Web Shield",
)  # fmt: skip
EDITIONS = ("Premium", "Exchange", "Standard", "Basic", "Add-on", "Archive", "Frontline", "Select")
