import Kernel

/// Decides whether a history of concurrent operations could have happened one at a time.
///
/// Linearizability is the condition of M. Herlihy and J. Wing, "Linearizability: A Correctness
/// Condition for Concurrent Objects" (TOPLAS 12(3), 1990). The search is that of J. Wing and
/// C. Gong, "Testing and Verifying Concurrent Objects" (Journal of Parallel and Distributed
/// Computing 17, 1993): of the operations that no other has to precede, one is taken as the next,
/// and taken back where that leads nowhere. A configuration that was seen before is not tried
/// again: G. Lowe, "Testing for linearizability" (Concurrency and Computation: Practice and
/// Experience 29(4), 2017). Objects that are independent of each other are to be checked each by
/// itself, which is far cheaper and finds the same: A. Horn and D. Kroening, "Faster
/// Linearizability Checking via P-Compositionality" (FORTE 2015).
package struct LinearizabilityChecker<Model: SequentialModel>: Sendable {
    package let model: Model
    /// Configurations that are looked at before the search ends undecided.
    package let maximumConfigurations: Int

    package init(_ model: Model, maximumConfigurations: Int = 200_000) {
        self.model = model
        self.maximumConfigurations = maximumConfigurations
    }

    /// Looks for an order of `operations` that explains every answer.
    ///
    /// First for one that agrees with ``HistoricOperation/likelyAt``, then for any.
    package func check(_ operations: [HistoricOperation<Model>]) -> Linearizability {
        var found = Linearizability.linearizable
        for isCredulous in [true, false] {
            var search = LinearizationSearch(
                operations,
                of: self.model,
                isCredulous: isCredulous,
                maximumConfigurations: self.maximumConfigurations
            )
            found = search.run()
            if found == .linearizable { break }
        }
        return found
    }
}
