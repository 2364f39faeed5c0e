"""A generated tree that somebody has prepared."""
