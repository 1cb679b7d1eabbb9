// The sources that a dataset has rows from.
// Parameters: $dataset. Returns: source.
MATCH (file:ImportedFile {dataset: $dataset})
RETURN DISTINCT file.source AS source
ORDER BY source
