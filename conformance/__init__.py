"""The checks that put what meshgen generates through the tools that take it. See README.md."""
