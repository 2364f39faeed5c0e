"""What every check uses: reporting, commands, places, an API server, terraform's mocked outputs."""
