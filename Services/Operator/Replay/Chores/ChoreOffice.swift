import Kernel

/// What chores need besides goods and places.
struct ChoreOffice: Sendable {
    /// The gateway as somebody sees it who is no program, and manages warehouses.
    let colleague: APIClient
    /// The most of one variant that an adjustment may add or take without approval, where there is a limit.
    let limit: Quantity?
    /// What was counted in the shop before this run: what was seen then is there, whatever is told later of
    /// the time before.
    let counted: Set<String>
}
