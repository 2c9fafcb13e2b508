"""What can go wrong with the database.

* StoreError
  x DatabaseBusy      another lobby process owns it
  x DatabaseUnusable  not ours, or newer than this program
    x DatabaseDamaged     what it holds can be salvaged
  x DatabaseFull      there is no room to write
  x DatabaseBroken    the disk fails; this process must not go on with it
"""


class StoreError(Exception):
    """The database can't be used; the message says what to do."""


class DatabaseBusy(StoreError):
    """Another process owns this database."""


class DatabaseUnusable(StoreError):
    """The file is not a database of this program."""


class DatabaseDamaged(DatabaseUnusable):
    """The file is damaged, or not a database at all."""


class DatabaseFull(StoreError):
    """There is no room to write; nothing was lost, the command was not carried out."""


class DatabaseBroken(StoreError):
    """The disk or the file fails while we work on it.

    Whether the last change is there only a fresh start can tell.
    """
