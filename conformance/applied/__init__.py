"""Applies a tree with terraform to the simulated Azure: what `conformance/apply` runs."""
