"""A ticket as paper: slip, raster, ESC/POS, printing."""
