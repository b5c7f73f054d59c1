import Contracts
import Kernel
import PosIngestDomain
import Testing

struct ShapeTests {
    /// A field, how long it may be, and a document in which it is a given text.
    struct Field: Sendable, CustomTestStringConvertible {
        let pointer: String
        let length: TextLength
        let document: @Sendable (String) -> PosDocument

        var testDescription: String { self.pointer }
    }

    static let fields: [Field] = [
        Field(pointer: "/terminal", length: PosLimits.name) { .adjusted(terminal: $0) },
        Field(pointer: "/location", length: PosLimits.name) { .adjusted(location: $0) },
        Field(pointer: "/reason", length: PosLimits.name) { .adjusted(reason: $0) },
        Field(pointer: "/note", length: PosLimits.note) { .adjusted(note: $0) },
        Field(pointer: "/lines/0/code", length: PosLimits.name) { text in
            .adjusted(PosLine(lineNumber: 1, code: text, quantity: 1))
        },
        Field(pointer: "/lines/0/lot", length: PosLimits.name) { text in
            .adjusted(PosLine(lineNumber: 1, code: "A", quantity: 1, lot: text))
        },
        Field(pointer: "/lines/0/serials/1", length: PosLimits.name) { text in
            .adjusted(PosLine(lineNumber: 1, code: "A", quantity: 1, serials: ["1", text]))
        },
        Field(pointer: "/lines/0/note", length: PosLimits.note) { text in
            .adjusted(PosLine(lineNumber: 1, code: "A", quantity: 1, note: text))
        },
    ]

    /// Two code points that are one character of Swift.
    private static let flag = "\u{1F1E9}\u{1F1EA}"

    @Test(arguments: fields)
    func `a text is as long as the contract says, in code points`(field: Field) {
        for length in [field.length.minimum, field.length.maximum] {
            let text = String(repeating: "9", count: length)
            #expect(field.document(text).shapeErrors.isEmpty)
        }
        var wrong = [
            String(repeating: "9", count: field.length.maximum + 1),
            String(repeating: Self.flag, count: field.length.maximum / 2 + 1),
        ]
        if field.length.minimum > 0 { wrong.append("") }
        for text in wrong {
            let errors = field.document(text).shapeErrors
            #expect(errors.map(\.pointer) == [field.pointer])
            #expect(errors.map(\.rule) == ["length"])
        }
    }

    @Test func `a message names its field and the limit`() {
        let long = String(repeating: "9", count: 501)
        let errors = PosDocument.adjusted(
            terminal: "",
            note: long,
            PosLine(lineNumber: 1, code: "A", quantity: 1, serials: [""])
        ).shapeErrors
        #expect(
            errors.map(\.message) == [
                "terminal has 1 to 64 characters.", "note has at most 500 characters.",
                "serials has 1 to 64 characters.",
            ]
        )
    }

    @Test func `a line has no more serial numbers than the contract says`() {
        let numbers = (0...PosLimits.serials.upperBound).map(String.init)
        let line = PosLine(lineNumber: 1, code: "A", quantity: 1, serials: numbers)
        #expect(
            PosDocument.adjusted(line).shapeErrors.map(\.pointer) == ["/lines/0/serials"]
        )
    }

    @Test(arguments: ["\u{1}sha256:00", "R\n1", "R\u{7F}"])
    func `a document id has no control characters`(id: String) {
        let document = PosDocument(
            PosVoid(
                documentId: id,
                occurredAt: Timestamp(microseconds: 0),
                originalDocumentId: id
            )
        )
        #expect(document.shapeErrors.map(\.pointer) == ["/documentId", "/originalDocumentId"])
        #expect(document.shapeErrors.map(\.rule) == ["characters", "characters"])
        #expect(document.name == nil)
        #expect(document.original == nil)
    }
}

extension PosDocument {
    fileprivate static func adjusted(
        terminal: String? = nil,
        location: String? = nil,
        reason: String = "count",
        note: String? = nil,
        _ line: PosLine = PosLine(lineNumber: 1, code: "A", quantity: 1)
    ) -> PosDocument {
        PosDocument(
            PosAdjustment(
                documentId: "R-1",
                terminal: terminal,
                occurredAt: Timestamp(microseconds: 0),
                location: location,
                reason: reason,
                lines: [line],
                note: note
            )
        )
    }
}
