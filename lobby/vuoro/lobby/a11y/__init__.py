"""The proof: walks everything a visitor or a clerk can meet, measures it, and writes the report."""
