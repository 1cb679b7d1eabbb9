"""Resolution of rows: identifiers, references, repeats, organisations without a row of their own."""
