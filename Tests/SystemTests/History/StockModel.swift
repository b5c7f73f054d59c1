import TestSupport

/// What the ledger does with one variant, one request at a time (Services/Ledger/README.md).
///
/// In whole pieces. Warehouses and promises have numbers, given by whoever records the history.
struct StockModel: SequentialModel {
    struct Level: Hashable, Sendable {
        var onHand = 0
        var reserved = 0

        /// What may be taken: all that is not promised.
        var available: Int { self.onHand - self.reserved }
    }

    /// A reservation that was accepted.
    enum Promise: Hashable, Sendable {
        case pending(warehouse: Int, quantity: Int)
        case ended
    }

    struct State: Hashable, Sendable {
        var levels: [Level]
        var promises: [Int: Promise] = [:]
    }

    enum Move: String, CaseIterable, Sendable {
        case receive
        case adjust
        case sell
    }

    enum Request: Hashable, Sendable {
        /// Changes what is on hand by so much.
        case move(Move, warehouse: Int, by: Int)
        case reserve(promise: Int, warehouse: Int, quantity: Int)
        case consume(promise: Int)
        case release(promise: Int)
        /// Reads what is on hand in each warehouse.
        case count
        /// Reads what is promised in one warehouse.
        case countPromised(warehouse: Int)
    }

    enum Answer: Hashable, Sendable {
        /// Accepted, and what it left on hand.
        case moved(onHand: Int)
        case reserved
        case released
        /// Refused with `insufficient-stock`, and what there was to be had.
        case insufficient(available: Int)
        /// Refused with `not-found`.
        case unknownPromise
        /// Refused with `wrong-state`.
        case promiseEnded
        case counted([Int])
    }

    /// How many warehouses hold the variant.
    let warehouses: Int

    var start: State {
        State(levels: Array(repeating: Level(), count: self.warehouses))
    }

    func answer(_ request: Request, in state: inout State) -> Answer {
        switch request {
        case .move(_, let warehouse, let change):
            let available = state.levels[warehouse].available
            guard change >= 0 || available + change >= 0 else {
                return .insufficient(available: available)
            }
            state.levels[warehouse].onHand += change
            return .moved(onHand: state.levels[warehouse].onHand)
        case .reserve(let promise, let warehouse, let quantity):
            let available = state.levels[warehouse].available
            guard available >= quantity else { return .insufficient(available: available) }
            state.levels[warehouse].reserved += quantity
            state.promises[promise] = .pending(warehouse: warehouse, quantity: quantity)
            return .reserved
        case .consume(let promise):
            return self.end(promise, in: &state) { level, quantity in
                level.onHand -= quantity
                return .moved(onHand: level.onHand)
            }
        case .release(let promise):
            return self.end(promise, in: &state) { _, _ in .released }
        case .count: return .counted(state.levels.map(\.onHand))
        case .countPromised(let warehouse):
            return .counted([state.levels[warehouse].reserved])
        }
    }

    private func end(
        _ promise: Int,
        in state: inout State,
        _ effect: (inout Level, Int) -> Answer
    ) -> Answer {
        switch state.promises[promise] {
        case nil: return .unknownPromise
        case .ended: return .promiseEnded
        case .pending(let warehouse, let quantity):
            state.promises[promise] = .ended
            state.levels[warehouse].reserved -= quantity
            return effect(&state.levels[warehouse], quantity)
        }
    }
}
