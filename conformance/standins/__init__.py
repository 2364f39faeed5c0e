"""Programs that stand for others on the PATH of the steps, and record how they are called."""
