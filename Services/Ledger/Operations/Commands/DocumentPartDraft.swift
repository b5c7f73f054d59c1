import Contracts
import Kernel
import LedgerDomain

/// Part of one line of a reservation or a transfer order.
struct DocumentPartDraft: Codable, Sendable {
    let line: Int
    let quantity: Quantity
    let location: String?
    let lot: String?
    let serials: [String]?

    func part(at index: Int, _ rules: inout DraftRules) -> DocumentPart {
        rules.tracking(self.lot, self.serials, "/lines/\(index)")
        return DocumentPart(
            number: self.line,
            quantity: self.quantity,
            location: self.location.map { LocationName($0) },
            lot: self.lot.map { LotName.code($0, StockLot.Details()) },
            serials: self.serials ?? []
        )
    }
}

extension DocumentPartDraft: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var line: Int?
        var quantity: Quantity?
        var location: String?
        var lot: String?
        var serials: [String]?
        try json.object { json in
            try json.member("line", &line)
            try json.member("location", &location)
            try json.member("lot", &lot)
            try json.member("quantity", &quantity)
            try json.member("serials", &serials)
        }
        self.init(
            line: try json.required(line),
            quantity: try json.required(quantity),
            location: location,
            lot: lot,
            serials: serials
        )
    }
}
