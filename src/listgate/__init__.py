"""Listgate: who is on a restricted-party list, since when, and under which rule."""
