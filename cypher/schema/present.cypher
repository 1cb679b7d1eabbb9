// The names of the constraints and indexes that are there.
// Parameters: none. Returns: name.
SHOW INDEXES YIELD name, state, owningConstraint
RETURN name, state
