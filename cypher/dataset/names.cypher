// The datasets of this database.
// Parameters: none. Returns: name, version, status.
MATCH (dataset:Dataset)
RETURN dataset.name AS name, dataset.version AS version, dataset.status AS status
ORDER BY name
