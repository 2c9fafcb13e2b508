"""What a damaged database still holds, read page by page without SQLite (offline_sync §3.13)."""
