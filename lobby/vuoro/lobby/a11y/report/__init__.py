"""The report: a page that can be read by everyone, with its pictures beside it, and as JSON."""
