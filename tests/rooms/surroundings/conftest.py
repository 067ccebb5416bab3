from tests.rooms.surroundings.town import town

__all__ = ["town"]
