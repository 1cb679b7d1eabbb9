"""Companies, groups of companies and public bodies: which records are one organisation, and to whom it belongs."""
