"""Files of reports: wait for them, and download them."""
