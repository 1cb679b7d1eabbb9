"""Who should work with whom: candidates, ranked, with reasons and measured quality."""
