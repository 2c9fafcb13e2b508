"""What web pages of every part share: stamped files, the frame, the language of the reader."""
