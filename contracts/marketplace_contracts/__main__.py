"""`python -m marketplace_contracts` is `marketplace-contracts`."""

import sys

from marketplace_contracts.cli import main

sys.exit(main())
