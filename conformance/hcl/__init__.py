"""Judges the Terraform of a tree: what `conformance/terraform` runs."""
