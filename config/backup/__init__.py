"""Copies of the whole database in a second place, followed to the second, and the way back (docs/adr/0084-copies.md)."""
