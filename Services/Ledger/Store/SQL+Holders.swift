import Contracts
import Kernel
import Postgres

/// Conditions on `variant`, that it has something somewhere.
///
/// Sorted and limited, though all are wanted: of a limit that it does not know, the planner expects a
/// tenth, and reads that by the index. Otherwise it would read all balances to find those of a place
/// once most places have many.
extension SQL {
    /// - Parameter condition: On `location`, the places that are meant.
    static func holders(in condition: SQL) -> SQL {
        """
        variant.id = ANY (ARRAY(
            SELECT held.variant
            FROM location
            CROSS JOIN LATERAL (
                SELECT balance.variant
                FROM balance
                WHERE balance.location = location.id AND balance.on_hand <> 0
                ORDER BY balance.variant
                LIMIT \(Int.max)
            ) AS held
            WHERE \(fragment: condition)
        ))
        """
    }

    /// Something that is there, or promised.
    static func holders(inWarehouse warehouse: ID<Location>) -> SQL {
        """
        variant.id = ANY (ARRAY(
            SELECT availability.variant
            FROM availability
            WHERE availability.warehouse = \(warehouse)
                AND (availability.on_hand <> 0 OR availability.reserved <> 0)
            ORDER BY availability.variant
            LIMIT \(Int.max)
        ))
        """
    }
}
