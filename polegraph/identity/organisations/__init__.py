"""Entity resolution of companies, and affiliation of organisations to groups of companies and public bodies."""
