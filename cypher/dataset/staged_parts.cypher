// How many parts are kept of what the dataset is about to become.
// Parameters: $dataset, $token. Returns: parts.
MATCH (staged:Staged {dataset: $dataset, token: $token})
RETURN count(staged) AS parts
