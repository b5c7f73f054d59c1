import Contracts
import Kernel
import Postgres

/// Where places stood at the times that are asked for.
extension StockTime {
    /// Whether a location was in a root or below it: as it was written down by the earlier of the two
    /// times.
    ///
    /// A move has no other time than that of its record, so it counts as having happened then. A
    /// place that was not there yet is taken to have been where it was first: goods may have come
    /// there before somebody wrote down the place.
    func stands(in root: ID<Location>) -> SQL {
        guard let time = self.recorded else {
            return "location.path @> ARRAY[\(root)]"
        }
        return """
            coalesce(
                (
                    SELECT placement.path
                    FROM location_placement AS placement
                    WHERE placement.location = location.id AND placement.recorded_at <= \(time)
                    ORDER BY placement.recorded_at DESC
                    LIMIT 1
                ),
                (
                    SELECT placement.path
                    FROM location_placement AS placement
                    WHERE placement.location = location.id
                    ORDER BY placement.recorded_at
                    LIMIT 1
                )
            ) @> ARRAY[\(root)]
            """
    }
}
