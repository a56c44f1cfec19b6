"""`python -m marketplace_contracts` is `marketplace-contracts`."""

import sys

try:
    from marketplace_contracts.cli import main
except KeyboardInterrupt:  # `main` reports those that come later
    sys.exit(130)

sys.exit(main())
