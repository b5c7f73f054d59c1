import Contracts
import Kernel

extension DemoCompany {
    /// What the till of the shop reported on its first day, in order.
    static let sales: [PlannedDocument] = [
        document(1, .sale, minutes: 185, [("TEA-EARLY-100", 2), ("MUG-TERN-BLUE", 1)]),
        document(2, .sale, minutes: 201, [("COF-PIER-250", 1), ("OATCAKE-12", 3), ("BAG", 1)]),
        document(3, .sale, minutes: 240, [("BLANKET-KELP", 1), ("GIFTWRAP", 1)]),
        document(4, .refund, minutes: 262, [("MUG-TERN-BLUE", 1)]),
        document(5, .sale, minutes: 317, [("HONEY-HEATHER", 2), ("TEA-NETTLE-50", 1)]),
        document(6, .adjustment, minutes: 420, [("MUG-TERN-SAND", -1)]),
        document(7, .sale, minutes: 455, [("TEAPOT-ROUND", 1), ("DELIVERY-LOCAL", 1)]),
    ]

    private static func document(
        _ number: Int64,
        _ kind: PosMessageKind,
        minutes: Int64,
        _ lines: [(code: String, quantity: Int64)]
    ) -> PlannedDocument {
        PlannedDocument(
            invoice: "HL-\(number)",
            kind: kind,
            documentId: "HL-\(number)",
            terminal: "till-1",
            sequence: number,
            occurredAt: self.opening.advanced(by: .seconds(minutes * 60)),
            lines: lines.enumerated().map { index, line in
                PosLine(
                    lineNumber: index + 1,
                    code: line.code,
                    quantity: Quantity(integerLiteral: line.quantity)
                )
            },
            reason: "damaged"
        )
    }
}
