"""What rows mean together: identifiers, references, repeats, organisations without a row of their own."""
