"""The network as one HTML page that opens anywhere."""
