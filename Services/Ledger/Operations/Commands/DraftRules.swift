import Contracts
import Kernel
import LedgerDomain

/// Collects every rule that the fields of a draft break, so that all are told at once.
struct DraftRules {
    private(set) var errors: [FieldError] = []
    /// Of all lines.
    private var serialCount = 0

    static let maximumNote = 500
    static let maximumSource = 64
    static let maximumName = 64
    static let maximumSerials = 1_000
    /// Lines of a request; a till's message may have more.
    static let maximumLines = 500

    mutating func add(_ pointer: String, _ rule: String, _ message: String) {
        self.errors.append(FieldError(pointer: pointer, rule: rule, message: message))
    }

    /// What the ledger refuses whatever is in the book.
    mutating func add(_ refusal: LedgerRefusal) {
        self.errors.append(FieldError(refusal, fields: RefusedFields()))
    }

    /// A text has from one to `limit` characters, if it is there at all.
    mutating func text(
        _ value: String?,
        _ pointer: @autoclosure () -> String,
        limit: Int,
        isEmptyAllowed: Bool = false
    ) {
        guard let value else { return }
        if value.isEmpty, !isEmptyAllowed {
            self.add(pointer(), "minLength", "The value must not be empty.")
        }
        // A character has at least one byte.
        if value.utf8.count > limit, value.unicodeScalars.count > limit {
            self.add(pointer(), "maxLength", "The value has at most \(limit) characters.")
        }
        if value.utf8.contains(0) {
            self.add(pointer(), "characters", "The value must not contain NUL.")
        }
    }

    /// A text that is shown as a link leads to a web page and nowhere else.
    mutating func webAddress(_ value: String?, _ pointer: String, limit: Int) {
        self.text(value, pointer, limit: limit)
        guard let value else { return }
        // RFC 3986, section 3.1: the scheme is the same in capitals.
        let isWeb = value.wholeMatch(of: /(?i:https?):\/\/[^\s\/]\S*/) != nil
        if !isWeb { self.add(pointer, "format", "The value must be an http or https address.") }
    }

    /// What is made does not expire before.
    mutating func order(
        _ start: CivilDate?,
        before end: CivilDate?,
        _ pointer: @autoclosure () -> String
    ) {
        guard let start, let end, end.daysSinceEpoch < start.daysSinceEpoch else { return }
        self.add(pointer(), "order", "The value must not be before manufacturedOn.")
    }

    mutating func reference(_ value: Reference?, _ pointer: String = "/reference") {
        self.text(value?.source, "\(pointer)/source", limit: Self.maximumSource)
        if value?.source == CountEntry.source {
            self.add("\(pointer)/source", "reserved", "The source is that of counts.")
        }
        guard let document = value?.document else { return }
        self.text(document, "\(pointer)/document", limit: Reference.documentLength.maximum)
        if Reference.hasControlCharacters(document) {
            self.add("\(pointer)/document", "pattern", "A document has no control characters.")
        }
    }

    mutating func note(_ value: String?) {
        self.text(value, "/note", limit: Self.maximumNote, isEmptyAllowed: true)
    }

    mutating func lines(_ count: Int, _ pointer: String = "/lines") {
        if !(1...Self.maximumLines).contains(count) {
            self.add(pointer, "items", "There are 1 to \(Self.maximumLines) lines.")
        }
    }

    /// What a line says of a lot and of single units, by the pointer of the line.
    mutating func tracking(
        _ lot: String?,
        _ serials: [String]?,
        _ pointer: @autoclosure () -> String
    ) {
        self.text(lot, "\(pointer())/lot", limit: Self.maximumName)
        self.serials(serials, "\(pointer())/serials")
    }

    private mutating func serials(_ numbers: [String]?, _ pointer: @autoclosure () -> String) {
        guard let numbers else { return }
        let pointer = pointer()
        self.serialCount += numbers.count
        if numbers.count > Self.maximumSerials {
            self.add(pointer, "maxItems", "There are at most \(Self.maximumSerials) numbers.")
        }
        if Set(numbers.map(Verbatim.init(_:))).count < numbers.count {
            self.add(pointer, "uniqueItems", "Each number is there once.")
        }
        for (index, number) in numbers.enumerated() {
            self.text(number, "\(pointer)/\(index)", limit: Self.maximumName)
        }
    }

    /// - Throws: 422 with every rule that was broken.
    func finish() throws(Problem) {
        var errors = self.errors
        if self.serialCount > Posting.maximumMovements {
            errors.append(FieldError(.tooManyMovements, fields: RefusedFields()))
        }
        guard errors.isEmpty else { throw .validation(errors) }
    }
}
