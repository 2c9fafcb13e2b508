"""Scanners, printers, speakers: a Protocol, a real driver and a simulator each."""
