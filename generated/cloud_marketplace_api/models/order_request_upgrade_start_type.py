"""The enumeration `OrderRequestUpgradeStartType`."""

from ..types import OpenEnum


class OrderRequestUpgradeStartType(OpenEnum):
    """Where the period of an upgraded subscription starts. Both letter cases are documented."""

    FROM_DATE_OF_UPGRADE = "FROM_DATE_OF_UPGRADE"
    FROM_OLD_START_DATE = "FROM_OLD_START_DATE"
    LOWER_FROM_DATE_OF_UPGRADE = "from_date_of_upgrade"
    LOWER_FROM_OLD_START_DATE = "from_old_start_date"
