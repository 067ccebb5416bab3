"""Upstairs of the gate: one file per noun."""
