"""Support: the needs of organisations in the four domains, and who could meet them."""
