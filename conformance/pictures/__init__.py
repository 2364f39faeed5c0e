"""Looks at the pictures of meshes: what `conformance/picture` runs."""
