"""Open Referral HSDS 3: our public places as its JSON, and such JSON as our places. Pure; what is written reads back the same."""

from norishiro.opendata.hsds.entry import Body, Entry, Site
from norishiro.opendata.hsds.reading import read_page
from norishiro.opendata.hsds.writing import page_of

__all__ = ["Body", "Entry", "Site", "page_of", "read_page"]
