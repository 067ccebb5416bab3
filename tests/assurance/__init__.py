"""What must hold, shown by figures: one file per row of the assurance table, run by `make assure`."""
