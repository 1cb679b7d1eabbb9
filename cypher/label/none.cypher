// Take the marks of what they are from organisations that are about to get others.
// Parameters: $ids, element ids. Returns: nothing.
UNWIND $ids AS id
MATCH (node:Organisation) WHERE elementId(node) = id
REMOVE node:Company:Lab:TrainingBody:PublicBody:Association:SME:LargeGroup
