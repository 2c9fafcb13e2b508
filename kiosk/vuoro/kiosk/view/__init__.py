"""What the screen shows, in words: pure values that QML only lays out."""
