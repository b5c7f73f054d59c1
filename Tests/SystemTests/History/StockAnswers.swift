import Contracts
import Kernel

/// The parts of the ledger's answers that a history is made of.
enum StockAnswers {
    struct Label: Decodable {
        let code: String
    }

    private struct Entry: Decodable {
        struct Balance: Decodable {
            let onHand: Quantity
        }

        let balances: [Balance]
        let recordedAt: Timestamp

        /// An entry of a history touches one balance.
        var moved: StockModel.Answer? {
            self.balances.count == 1 ? .moved(onHand: self.balances[0].onHand.pieces) : nil
        }
    }

    private struct Consumption: Decodable {
        let entry: Entry
    }

    private struct Reservation: Decodable {
        let updatedAt: Timestamp
    }

    private struct Shortage: Decodable {
        let available: Quantity
    }

    /// The answer of `GET /v1/stock/{sku}`.
    struct Stock: Decodable {
        struct Level: Decodable {
            let warehouse: Label
            let onHand: Quantity
            let reserved: Quantity?
            let inTransit: Quantity?
        }

        let warehouses: [Level]
        let knownAt: Timestamp

        /// When promises are told of, if somebody asked at `time`: that of the stock where this is of a
        /// moment before, because entries are under way all the time.
        func promisesKnown(askedAt time: Timestamp) -> Timestamp {
            let isPresent = self.warehouses.allSatisfy { $0.inTransit != nil }
            return isPresent ? time : min(time, self.knownAt)
        }

        /// By the number of the warehouse; one that is not listed has nothing.
        func pieces(_ part: (Level) -> Quantity?, in codes: [String]) -> [Int] {
            codes.map { code in
                let level = self.warehouses.first { $0.warehouse.code == code }
                return level.flatMap(part)?.pieces ?? 0
            }
        }
    }

    /// The answer to a command in the words of the model, and when the ledger says it came about.
    ///
    /// `nil` for an answer that the model has not.
    static func meaning(
        of answer: Answer,
        to request: StockModel.Request
    ) throws -> (answer: StockModel.Answer, time: Timestamp?)? {
        switch (answer.status, request) {
        case (201, .move):
            let entry = try answer.decode(Entry.self)
            return entry.moved.map { ($0, entry.recordedAt) }
        case (200, .consume):
            let entry = try answer.decode(Consumption.self).entry
            return entry.moved.map { ($0, entry.recordedAt) }
        case (201, .reserve):
            return (.reserved, try answer.decode(Reservation.self).updatedAt)
        case (200, .release):
            return (.released, try answer.decode(Reservation.self).updatedAt)
        default: return try self.refusal(answer).map { ($0, nil) }
        }
    }

    private static func refusal(_ answer: Answer) throws -> StockModel.Answer? {
        switch try answer.code {
        case .insufficientStock:
            .insufficient(available: try answer.decode(Shortage.self).available.pieces)
        case .notFound: .unknownPromise
        case .wrongState: .promiseEnded
        default: nil
        }
    }
}

extension Quantity {
    /// Whole base units; histories have no others.
    var pieces: Int { Int(self.tenThousandths / 10_000) }
}
