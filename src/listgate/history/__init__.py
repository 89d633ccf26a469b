"""List history: versions, who is who across them, and what held on a day.

``shelf`` is what the service asks; ``updates`` takes files in; the rest is a pure core
(``identity``, ``merge``, ``story``, ``diff``) over ``store``.
"""
