"""polegraph: who works with whom in collaborative projects, who does not, and who should."""
