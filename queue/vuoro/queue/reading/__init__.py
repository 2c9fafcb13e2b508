"""The readers' side: the line as frames for board, kiosks, desks and phone pages."""
