"""The one database: its engine, its tables, and the one Alembic chain.

Import what you need from its modules: ``revision`` is light, ``engine`` and ``schema``
bring SQLAlchemy in.
"""
