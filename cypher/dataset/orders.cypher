// The order of the rows of tables that are not in the order of their keys.
// Parameters: $dataset. Returns: table, positions.
MATCH (order:TableOrder {dataset: $dataset})
RETURN order.table AS table, order.positions AS positions
