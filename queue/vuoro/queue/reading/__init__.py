"""The readers' side: the line as frames for the board, the kiosks, the desks and the phone pages."""
