"""A probe of a live service: its plan, its folder, its run."""
