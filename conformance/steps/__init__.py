"""Runs the steps of a tree: what `conformance/rehearsal` runs."""
