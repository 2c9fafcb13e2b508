"""The waiting-room screen: the board and its announcements."""
