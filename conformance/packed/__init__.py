"""What `conformance/packages` runs: it makes the packages and uses them."""
