import Contracts
import Kernel
import LedgerDomain

/// What goods must be worth, worked out from the facts alone and as plainly as can be.
///
/// It knows the rules of costing and nothing of the lines in which a ``CostBook`` writes them down.
struct PlainBook {
    private(set) var pools: [CostPool.Key: PlainPool] = [:]
    /// What the last fact did.
    private(set) var posted: [PlainAccount: PlainSum] = [:]
    /// What every fact did to the value of pools, for looks at the past.
    private(set) var past: [PlainMoment] = []
    private(set) var traces: [PlainTrace] = []
    private var costings: [ID<Variant>: Costing]
    /// What landed costs have put where, and what somebody said that goods are worth.
    var landings: [ID<CostSource>: [PlainLanding]] = [:]
    var words: [PlainWord] = []

    init(_ costings: [ID<Variant>: Costing]) { self.costings = costings }

    mutating func follow(_ fact: CostFact) {
        self.posted = [:]
        switch fact {
        case .entry(let entry): self.follow(entry)
        case .order(let order): self.follow(order)
        }
        self.posted = self.posted.filter { $0.value != PlainSum() }
        self.past += self.posted.map { posted in
            PlainMoment(
                effectiveAt: fact.effectiveAt,
                recordedAt: fact.recordedAt,
                pool: posted.key.pool,
                value: posted.value.value
            )
        }
    }

    /// What a pool was worth at a time, as it was known at another.
    func value(of pool: CostPool.Key, asOf time: Timestamp, knownAt known: Timestamp) -> CostValue {
        self.past.reduce(.zero) { sum, moment in
            let counts =
                moment.pool == pool && moment.effectiveAt <= time && moment.recordedAt <= known
            return counts ? sum + moment.value : sum
        }
    }

    func pool(_ key: CostPool.Key) -> PlainPool {
        self.pools[key] ?? PlainPool(self.costings[key.variant] ?? .usual)
    }

    /// Changes a pool, and says what came of it.
    @discardableResult
    mutating func change<Outcome>(
        _ key: CostPool.Key,
        _ change: (inout PlainPool) -> Outcome
    ) -> Outcome {
        var pool = self.pool(key)
        defer { self.pools[key] = pool }
        return change(&pool)
    }

    mutating func setCosting(_ costing: Costing, of variant: ID<Variant>) {
        self.costings[variant] = costing
    }

    /// The pools of a variant, in the order of their warehouses.
    func keys(of variant: ID<Variant>) -> [CostPool.Key] {
        self.pools.keys.filter { $0.variant == variant }.sorted()
    }

    mutating func post(
        _ value: CostValue,
        _ quantity: Quantity = .zero,
        to account: CostAccount,
        of pool: CostPool.Key
    ) {
        let key = PlainAccount(pool: pool, account: account)
        self.posted[key, default: PlainSum()].quantity += quantity
        self.posted[key, default: PlainSum()].value += value
    }

    /// Remembers that goods came or went; returns the number of the trace.
    @discardableResult
    mutating func trace(_ trace: PlainTrace) -> Int {
        self.post(trace.value, trace.quantity, to: trace.passage.account, of: trace.pool)
        self.traces.append(trace)
        if let undone = trace.passage.undoes { self.undo(undone, trace.quantity, trace.value) }
        return self.traces.count - 1
    }

    /// Some of a trace is undone or costs something else, and so of what that undid itself.
    mutating func undo(_ trace: Int, _ quantity: Quantity, _ value: CostValue) {
        var next: Int? = trace
        while let index = next {
            self.traces[index].leftQuantity += quantity
            self.traces[index].leftValue += value
            next = self.traces[index].passage.undoes
        }
    }
}
