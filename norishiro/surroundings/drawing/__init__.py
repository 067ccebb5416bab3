"""Drawings as SVG, pure: plain values in, text out. No script, no style inside; colours are attributes, so that the
strict content policy holds and a style sheet (forced colours, paper) may overrule them."""
