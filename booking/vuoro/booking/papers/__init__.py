"""What a client takes along: the pass as QR code, a sheet of paper, a picture, a calendar entry."""
