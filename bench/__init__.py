"""Measurements on synthetic towns. Nobody in them exists; the names say so."""
