// Keep a part of what the dataset is about to become, until that is written.
// Parameters: $dataset, $token, $table, $part, $bytes. Returns: nothing.
CREATE (:Staged {dataset: $dataset, token: $token, table: $table, part: $part, bytes: $bytes})
