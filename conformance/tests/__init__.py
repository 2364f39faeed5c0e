"""Tests of the parts that all checks share."""
