"""ジェノグラム as a picture: a family in, an SVG and its words out. Pure: it knows no table, no page and no person's rights."""
