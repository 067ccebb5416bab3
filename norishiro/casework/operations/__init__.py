"""The verbs that cross rooms, one file per process."""
