// What the dataset is about to become.
// Parameters: $dataset, $token. Returns: table, bytes, in order.
MATCH (staged:Staged {dataset: $dataset, token: $token})
RETURN staged.table AS table, staged.bytes AS bytes
ORDER BY table, staged.part
