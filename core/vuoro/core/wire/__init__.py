"""Wire contracts: what programs say to each other, as frozen values.

JSON both ways. Times are RFC 3339 in UTC; ids are UUID strings; ``dict[str, str]`` is a text by
language tag. A receiver ignores fields it does not know.
"""
