"""TLS of desk and API: an authority of this site, its certificates, and who may come without."""
