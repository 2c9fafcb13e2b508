"""Slip printers: what a printer must do, the drivers that do it, and a virtual one that ships."""
