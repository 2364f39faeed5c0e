"""Judges the Kubernetes objects of a tree: what `conformance/manifests` runs."""
