/// Why a text is not CSV.
///
/// Every case names the physical line, counted from 1, on which the record began.
package enum CSVError: Error, Hashable {
    /// The text ended inside a quoted field.
    case unterminatedQuote(line: Int)
    /// A quote inside an unquoted field, or text between a closing quote and the next separator.
    case strayQuote(line: Int)
    case invalidUTF8(line: Int)
    case fieldTooLong(line: Int, maximumBytes: Int)
    case tooManyFields(line: Int, maximum: Int)
    /// The first record names one column twice, or has a column without a name.
    case header(line: Int, column: String)
}

extension CSVError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unterminatedQuote(let line): "line \(line): a quoted field is never closed"
        case .strayQuote(let line): "line \(line): a quote must enclose a whole field"
        case .invalidUTF8(let line): "line \(line): must be UTF-8"
        case .fieldTooLong(let line, let maximum):
            "line \(line): a field is longer than \(maximum) bytes"
        case .tooManyFields(let line, let maximum): "line \(line): more than \(maximum) fields"
        case .header(let line, let column):
            "line \(line): column \"\(column)\" is empty or named twice"
        }
    }

    /// The physical line on which the offending record began.
    package var line: Int {
        switch self {
        case .unterminatedQuote(let line), .strayQuote(let line), .invalidUTF8(let line): line
        case .fieldTooLong(let line, _), .tooManyFields(let line, _): line
        case .header(let line, _): line
        }
    }
}
