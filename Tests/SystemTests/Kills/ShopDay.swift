import Contracts
import Kernel

@testable import Operator

/// What a shop sells, takes back and writes off in a day, decided by a seed.
struct ShopDay: Sendable {
    static let opening = 10_000
    /// Every so many documents one has a code that nobody knows.
    static let strangeEvery = 60
    private static let terminals = 3

    let skus: [String]
    let documents: [PlannedDocument]
    /// What has to be on hand of each SKU in the end: plain sums, made without documents.
    let onHand: [String: Quantity]
    let strangeCount: Int

    init(skus: [String], documents count: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var documents: [PlannedDocument] = []
        var sums = Dictionary(uniqueKeysWithValues: skus.map { ($0, Self.opening) })
        var strangeCount = 0
        let start = Timestamp.now.advanced(by: .seconds(-3_600))
        for number in 0..<count {
            let isStrange = number % Self.strangeEvery == Self.strangeEvery - 1
            let kind = isStrange ? .sale : Self.kind(&generator)
            var lines: [PosLine] = []
            for sku in skus.shuffled(using: &generator).prefix(
                Int.random(in: 1...4, using: &generator)
            ) {
                let pieces = Int.random(in: 1...5, using: &generator)
                let signed = kind == .adjustment ? -pieces : pieces
                lines.append(Self.line(lines.count + 1, sku, signed))
                if !isStrange { sums[sku, default: 0] += kind == .refund ? pieces : -pieces }
            }
            if isStrange {
                lines.append(Self.line(lines.count + 1, "STRANGE-\(number)", 1))
                strangeCount += 1
            }
            documents.append(
                PlannedDocument(
                    invoice: "D\(number)",
                    kind: kind,
                    documentId: "D\(number)",
                    terminal: "till-\(number % Self.terminals)",
                    sequence: Int64(number / Self.terminals + 1),
                    occurredAt: start.advanced(by: .seconds(number)),
                    lines: lines,
                    reason: "damaged"
                )
            )
        }
        self.skus = skus
        self.documents = documents
        self.onHand = sums.mapValues { Quantity(integerLiteral: Int64($0)) }
        self.strangeCount = strangeCount
    }

    private static func kind(_ generator: inout SeededGenerator) -> PosMessageKind {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: .refund
        case 1: .adjustment
        default: .sale
        }
    }

    private static func line(_ number: Int, _ code: String, _ pieces: Int) -> PosLine {
        PosLine(
            lineNumber: number,
            code: code,
            quantity: Quantity(integerLiteral: Int64(pieces))
        )
    }
}
