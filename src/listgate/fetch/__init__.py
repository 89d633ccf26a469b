"""Getting lists from their publishers: the one place that opens a connection.

Nothing is trusted that comes back. An answer counts only when its bytes are whole and
the parser has read them; until then the version before it serves.
"""
