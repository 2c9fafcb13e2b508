"""What can go wrong with the database.

* StoreError
  x DatabaseBusy      another lobby process owns it
  x DatabaseUnusable  not ours, newer than this program, or damaged
  x DatabaseFull      the disk is full
"""


class StoreError(Exception):
    """The database can't be used; the message says what to do."""


class DatabaseBusy(StoreError):
    """Another process owns this database."""


class DatabaseUnusable(StoreError):
    """The file is not a database of this program."""


class DatabaseFull(StoreError):
    """There is no room to write; nothing was lost, the command was not carried out."""
