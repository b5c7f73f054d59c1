import Contracts
import Kernel
import PosIngestDomain
import Testing

struct JudgeTests {
    static let variant = ID<Variant>.make()
    static let other = ID<Variant>.make()
    static let shop = ID<Location>.make()
    static let now = Timestamp(microseconds: 1_800_000_000_000_000)

    var source: Source {
        Source(
            id: .make(),
            name: "pos_acme",
            displayName: "Acme",
            location: Self.shop,
            nonStockCodes: NonStockCodes(["POST", "FEE*"])
        )
    }

    var book: CodeBook {
        var book = CodeBook()
        book.skus["A"] = .init(variant: Self.variant, packQuantity: 1, isRetired: false)
        book.skus["OLD"] = .init(variant: Self.other, packQuantity: 1, isRetired: true)
        book.barcodes["4006381333931"] = .init(
            variant: Self.variant,
            packQuantity: 12,
            isRetired: false
        )
        book.skus["B"] = .init(variant: Self.other, packQuantity: 1, isRetired: false)
        book.barcodes["B"] = .init(variant: Self.variant, packQuantity: 1, isRetired: false)
        return book
    }

    func judge(
        _ lines: [(String, Quantity)],
        kind: PosMessageKind = .sale,
        reason: String? = nil
    ) -> Verdict {
        let document = PosDocument.with(lines, kind: kind, reason: reason)
        return Judge(source: self.source, book: self.book, now: Self.now)
            .judge(document, original: nil)
    }

    @Test func `a sale takes out what its codes stand for`() throws {
        let command = try #require(self.judge([("A", 2), ("4006381333931", 3)]).command)
        #expect(command.lines.map(\.quantity) == [2, 36])
        #expect(command.lines.allSatisfy { $0.variantId == Self.variant && $0.direction == .out })
        #expect(command.reference == Reference(source: "pos_acme", document: "R-1"))
        #expect(command.allowNegative)
    }

    @Test func `a refund brings back, an adjustment goes by its sign`() throws {
        let refund = try #require(self.judge([("A", 2)], kind: .refund).command)
        #expect(refund.lines.map(\.direction) == [.in])
        let adjustment = try #require(
            self.judge([("A", -2), ("A", 1)], kind: .adjustment, reason: "damaged").command
        )
        #expect(adjustment.lines.map(\.direction) == [.out, .in])
        #expect(adjustment.lines.map(\.quantity) == [2, 1])
        #expect(adjustment.reason == "damaged")
    }

    @Test func `a reason outside the list is kept in the note`() throws {
        let command = try #require(
            self.judge([("A", -1)], kind: .adjustment, reason: "eaten by mice").command
        )
        #expect(command.reason == "other")
        #expect(command.note == "eaten by mice")
    }

    @Test func `a reason and a note are together no longer than the ledger's note`() throws {
        let document = PosDocument(
            PosAdjustment(
                documentId: "R-1",
                occurredAt: Timestamp(microseconds: 1_700_000_000_000_000),
                reason: "count",
                lines: [PosLine(lineNumber: 1, code: "A", quantity: 1)],
                note: String(repeating: "\u{1F600}", count: PosLimits.note.maximum)
            )
        )
        let verdict = Judge(source: self.source, book: self.book, now: Self.now)
            .judge(document, original: nil)
        let note = try #require(verdict.command?.note)
        #expect(note.unicodeScalars.count == PosLimits.note.maximum)
        #expect(note.hasPrefix("count: \u{1F600}"))
        #expect(note.hasSuffix("\u{1F600}…"))
    }

    @Test func `a code is the one that is written with the same code points`() {
        var book = CodeBook()
        book.skus["Caf\u{E9}"] = .init(variant: Self.variant, packQuantity: 1, isRetired: false)
        #expect(book.resolve("Cafe\u{301}", for: "pos_acme") == .unknown)
        book.skus["Cafe\u{301}"] = .init(variant: Self.other, packQuantity: 1, isRetired: false)
        #expect(book.skus.count == 2)
    }

    @Test func `charges are counted and move nothing`() {
        guard
            case .record(let command, let nonStock) = self.judge([
                ("A", 1), ("post", 1), ("FEE-7", 1),
            ])
        else {
            Issue.record("not recorded")
            return
        }
        #expect(nonStock == 2)
        #expect(command.lines.map(\.line) == [1])
        #expect(self.judge([("POST", 1)]) == .nothingToMove)
    }

    @Test(
        arguments: [
            ("X", ParkReason.unknownCode), ("B", .ambiguousCode), ("OLD", .retiredVariant),
        ]
    )
    func `one bad line parks the whole message and is named`(code: String, reason: ParkReason) {
        guard case .park(let parking) = self.judge([("A", 1), (code, 1)]) else {
            Issue.record("not parked")
            return
        }
        #expect(parking.reason == reason)
        #expect(parking.errors.map(\.pointer) == ["/lines/1/code"])
        #expect(parking.unresolvedCodes == [code])
    }

    @Test func `an alias of the source wins over everything`() {
        var book = self.book
        book.sourceAliases["pos_acme"] = [
            "B": .init(variant: Self.variant, packQuantity: 1, isRetired: false)
        ]
        let meaning = book.resolve("B", for: "pos_acme")
        #expect(
            meaning
                == .found(.init(variant: Self.variant, packQuantity: 1, isRetired: false))
        )
        #expect(book.resolve("B", for: "pos_other") == .ambiguous)
    }

    @Test func `a void needs a document that was applied`() {
        let void = PosDocument.with([], kind: .void, original: "R-0")
        let judge = Judge(source: self.source, book: self.book, now: Self.now)
        guard case .park(let parking) = judge.judge(void, original: nil),
            case .reverse(let command) = judge.judge(void, original: .inBook)
        else {
            Issue.record("a void was not judged by its original")
            return
        }
        #expect(parking.reason == .unknownOriginal)
        #expect(command.originalReference.document == "R-0")
        #expect(judge.judge(void, original: .movedNothing) == .nothingToMove)
    }

    @Test func `a clock that is ahead is not believed`() {
        let document = PosDocument.with(
            [("A", 1)],
            occurredAt: Self.now.advanced(by: .seconds(16 * 60))
        )
        let verdict = Judge(source: self.source, book: self.book, now: Self.now)
            .judge(document, original: nil)
        guard case .park(let parking) = verdict else {
            Issue.record("not parked")
            return
        }
        #expect(parking.reason == .clockOutOfRange)
    }

    @Test func `a disabled source is parked, whatever it says`() {
        var source = self.source
        source.isActive = false
        let verdict = Judge(source: source, book: self.book, now: Self.now)
            .judge(PosDocument.with([("A", 1)]), original: nil)
        guard case .park(let parking) = verdict else {
            Issue.record("not parked")
            return
        }
        #expect(parking.reason == .sourceDisabled)
    }
}

extension Verdict {
    var command: RecordSale? {
        guard case .record(let command, _) = self else { return nil }
        return command
    }
}

extension PosDocument {
    static func with(
        _ lines: [(String, Quantity)],
        kind: PosMessageKind = .sale,
        occurredAt: Timestamp = Timestamp(microseconds: 1_700_000_000_000_000),
        original: String? = nil,
        reason: String? = nil
    ) -> PosDocument {
        let lines = lines.enumerated().map { index, line in
            PosLine(lineNumber: index + 1, code: line.0, quantity: line.1)
        }
        switch kind {
        case .sale:
            return PosDocument(PosSale(documentId: "R-1", occurredAt: occurredAt, lines: lines))
        case .refund:
            return PosDocument(PosRefund(documentId: "R-1", occurredAt: occurredAt, lines: lines))
        case .void:
            return PosDocument(
                PosVoid(
                    documentId: "R-1",
                    occurredAt: occurredAt,
                    originalDocumentId: original ?? "R-0"
                )
            )
        case .adjustment:
            return PosDocument(
                PosAdjustment(
                    documentId: "R-1",
                    occurredAt: occurredAt,
                    reason: reason ?? "other",
                    lines: lines
                )
            )
        }
    }
}
