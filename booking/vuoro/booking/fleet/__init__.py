"""The backend's side of lobby devices: what they push and pull, who they are, what people decide.

Design: offline_sync §3.4–3.18. Every module is functions on the Backend; ``api`` is thin.
"""
