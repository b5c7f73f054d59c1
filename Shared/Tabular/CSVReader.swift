/// Reads CSV as RFC 4180 describes it, from pieces of any size.
///
/// Fields are UTF-8, separated by commas (or another byte); records end with LF or CR LF; a field in
/// quotes may hold separators, line ends and doubled quotes. A byte order mark at the start and
/// lines without any text are skipped. Memory is bounded by one piece and one record.
package struct CSVReader {
    /// What one record may take before the file is refused.
    package struct Limits: Sendable {
        package var maximumFieldBytes = 65_536
        package var maximumFields = 512

        package init() {}
    }

    private enum State {
        case fieldStart
        case unquoted
        case quoted
        /// After a quote inside a quoted field: either its end, or half of a doubled quote.
        case quoteInQuoted
        /// After a CR that may belong to the line end.
        case carriageReturn
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let separator: UInt8
    private let limits: Limits
    private var state = State.fieldStart
    private var field: [UInt8] = []
    private var fields: [String] = []
    private var hasQuotes = false
    private var line = 1
    private var recordLine = 1
    private var isFirstField = true

    package init(separator: Character = ",", limits: Limits = Limits()) {
        self.separator = separator.asciiValue ?? UInt8(ascii: ",")
        self.limits = limits
    }

    /// The records that are complete after these bytes.
    ///
    /// - Throws: ``CSVError``; the reader is of no use afterwards.
    package mutating func read(_ bytes: some Sequence<UInt8>) throws(CSVError) -> [CSVRecord] {
        var records: [CSVRecord] = []
        for byte in bytes {
            if let record = try self.take(byte) { records.append(record) }
        }
        return records
    }

    /// The last record, where the text does not end with a line end.
    package mutating func finish() throws(CSVError) -> CSVRecord? {
        guard self.state != .quoted else { throw .unterminatedQuote(line: self.recordLine) }
        return try self.endRecord()
    }

    private mutating func take(_ byte: UInt8) throws(CSVError) -> CSVRecord? {
        switch self.state {
        case .quoted:
            if byte == CSVReader.lineFeed { self.line += 1 }
            if byte == CSVReader.quote {
                self.state = .quoteInQuoted
            } else {
                try self.append(byte)
            }
            return nil
        case .quoteInQuoted where byte == CSVReader.quote:
            self.state = .quoted
            try self.append(byte)
            return nil
        case .carriageReturn where byte != CSVReader.lineFeed:
            throw .strayQuote(line: self.recordLine)
        case .fieldStart, .unquoted, .quoteInQuoted, .carriageReturn:
            return try self.takeOutsideQuotes(byte)
        }
    }

    private mutating func takeOutsideQuotes(_ byte: UInt8) throws(CSVError) -> CSVRecord? {
        switch byte {
        case self.separator:
            try self.endField()
        case CSVReader.lineFeed:
            return try self.endLine()
        case CSVReader.carriageReturn where self.state == .quoteInQuoted:
            self.state = .carriageReturn
        case CSVReader.quote:
            guard self.state == .fieldStart || self.isByteOrderMark else {
                throw .strayQuote(line: self.recordLine)
            }
            self.field.removeAll(keepingCapacity: true)
            self.hasQuotes = true
            self.state = .quoted
        default:
            guard self.state != .quoteInQuoted else { throw .strayQuote(line: self.recordLine) }
            self.state = .unquoted
            try self.append(byte)
        }
        return nil
    }

    private var isByteOrderMark: Bool {
        self.isFirstField && self.field == CSVReader.byteOrderMark
    }

    private mutating func append(_ byte: UInt8) throws(CSVError) {
        guard self.field.count < self.limits.maximumFieldBytes else {
            throw .fieldTooLong(
                line: self.recordLine,
                maximumBytes: self.limits.maximumFieldBytes
            )
        }
        self.field.append(byte)
    }
}

// MARK: - Ends of fields and records

extension CSVReader {
    private mutating func endField() throws(CSVError) {
        if self.isFirstField, self.field.starts(with: CSVReader.byteOrderMark) {
            self.field.removeFirst(CSVReader.byteOrderMark.count)
        }
        guard self.fields.count < self.limits.maximumFields else {
            throw .tooManyFields(line: self.recordLine, maximum: self.limits.maximumFields)
        }
        guard let text = String(validating: self.field, as: UTF8.self) else {
            throw .invalidUTF8(line: self.recordLine)
        }
        self.fields.append(text)
        self.field.removeAll(keepingCapacity: true)
        self.isFirstField = false
        self.state = .fieldStart
    }

    private mutating func endLine() throws(CSVError) -> CSVRecord? {
        if self.state == .unquoted, self.field.last == CSVReader.carriageReturn {
            self.field.removeLast()
        }
        defer {
            self.line += 1
            self.recordLine = self.line
        }
        return try self.endRecord()
    }

    /// `nil` for a line that holds nothing at all.
    private mutating func endRecord() throws(CSVError) -> CSVRecord? {
        let hasText = !self.field.isEmpty || !self.fields.isEmpty || self.hasQuotes
        try self.endField()
        defer {
            self.fields.removeAll(keepingCapacity: true)
            self.hasQuotes = false
        }
        return hasText ? CSVRecord(line: self.recordLine, fields: self.fields) : nil
    }
}
