"""The tour: a whole office used from outside, each step checked, with pictures left behind."""
