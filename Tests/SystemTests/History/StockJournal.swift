import Contracts
import Kernel

@testable import Operator

/// The journal of one variant, which tells what was on hand at any time.
struct StockJournal {
    private struct Movement: Decodable {
        let recordedAt: Timestamp
        let from: StockAnswers.Label
        let to: StockAnswers.Label
        let quantity: Quantity
    }

    private let movements: [Movement]

    /// Reads all of it.
    init(of shelf: StockShelf, in system: System) async throws {
        self.movements = try await system.operatorAPI.list(
            ["v1", "movements"],
            query: [("sku", shelf.sku)],
            of: Movement.self
        )
    }

    /// What had been recorded by `time`, in the warehouses of these codes.
    func onHand(at time: Timestamp, in codes: [String]) -> [Int] {
        codes.map { code in
            self.movements.filter { $0.recordedAt <= time }.reduce(0) { sum, movement in
                let came = movement.to.code == code ? movement.quantity.pieces : 0
                let went = movement.from.code == code ? movement.quantity.pieces : 0
                return sum + came - went
            }
        }
    }
}
