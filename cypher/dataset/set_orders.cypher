// Keep the order of the rows of tables that are not in the order of their keys.
// Parameters: $dataset; $orders, a list of maps with table and positions. Returns: nothing.
OPTIONAL MATCH (old:TableOrder {dataset: $dataset})
DELETE old
WITH DISTINCT 1 AS one
UNWIND $orders AS order
CREATE (:TableOrder {dataset: $dataset, table: order.table, positions: order.positions})
