import Postgres

extension SQL {
    /// A `numeric` as a `bigint`, or the end of the range that it passes.
    ///
    /// For sums of what somebody may have changed: they are told and compared, and stop nobody.
    static func clamped(_ number: SQL) -> SQL {
        """
        greatest(least(\(fragment: number), 9223372036854775807), -9223372036854775808)::bigint
        """
    }
}
