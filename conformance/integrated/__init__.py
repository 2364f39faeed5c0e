"""What `conformance/integrations` runs: the CI of a repository that uses meshgen."""
