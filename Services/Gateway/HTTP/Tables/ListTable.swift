import Contracts
import GatewayDomain
import Messaging
import Tabular

/// A page of a list as a table: its items, and in headers what else the answer says.
///
/// `Link` (RFC 8288) leads to the next page. Each page has a line of column names.
struct ListTable {
    private let format: ListFormat
    private let columns: [String]
    private let request: GatewayRequest

    /// `nil` where an answer is to stay as it is.
    init?(_ request: GatewayRequest) {
        guard let columns = Operations.tables[request.operation.id] else { return nil }
        self.format = ListFormat(accept: request.message.headers["accept"])
        guard self.format != .json else { return nil }
        self.columns = columns
        self.request = request
    }

    /// Writes a page; a refusal stays as it is.
    func written(_ answer: OperationResponse) throws -> OperationResponse {
        guard answer.status == 200,
            case .object(let page) = try MessageCoding.decode(JSONValue.self, from: answer.body),
            case .array(let items)? = page["items"]
        else { return answer }
        let (type, name, body) =
            switch self.format {
            case .csv: ("text/csv; charset=utf-8; header=present", "csv", self.csv(items))
            case .json, .lines: (ListFormat.lines.rawValue, "ndjson", try Self.lines(items))
            }
        var headers = [
            ("Content-Type", type), ("Vary", "Accept"),
            (
                "Content-Disposition",
                "attachment; filename=\"\(self.request.operation.id).\(name)\""
            ),
        ]
        if case .string(let cursor)? = page["next"] {
            headers.append(("Link", "<\(self.target(of: cursor))>; rel=\"next\""))
        }
        for (member, value) in page.sorted(by: { $0.key < $1.key }) {
            guard member != "next", case .string(let text) = value else { continue }
            headers.append(("Stockbook-\(Self.dashed(member))", text))
        }
        return OperationResponse(status: 200, headers: headers, body: body)
    }

    private func csv(_ items: [JSONValue]) -> [UInt8] {
        var writer = CSVWriter()
        writer.add(self.columns)
        let paths = self.columns.map { $0.split(separator: ".").map(String.init)[...] }
        for item in items { writer.add(paths.map { item.cell(at: $0) }) }
        return writer.bytes
    }

    private static func lines(_ items: [JSONValue]) throws -> [UInt8] {
        try items.reduce(into: []) { bytes, item in
            bytes += try MessageCoding.encode(item)
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    /// The same list from where this page ends.
    private func target(of cursor: String) -> String {
        let pairs = self.request.message.query.pairs.filter { $0.name != "cursor" }
        let query = (pairs.map { ($0.name, $0.value) } + [("cursor", cursor)]).map { name, value in
            "\(PercentEncoding.encode(name))=\(PercentEncoding.encode(value))"
        }
        return "\(self.request.operation.path)?\(query.joined(separator: "&"))"
    }

    /// `knownAt` as `Known-At`.
    private static func dashed(_ member: String) -> String {
        let dashed = member.map { $0.isUppercase ? "-\($0)" : String($0) }.joined()
        return dashed.prefix(1).uppercased() + dashed.dropFirst()
    }
}

extension JSONValue {
    /// What stands in a place of a document, as text; empty where there is nothing.
    fileprivate func cell(at path: ArraySlice<String>) -> String {
        if case .object(let members) = self, let name = path.first {
            return members[name]?.cell(at: path.dropFirst()) ?? ""
        }
        guard path.isEmpty else { return "" }
        return switch self {
        case .null, .object: ""
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): value
        case .array(let values): values.map { $0.cell(at: []) }.joined(separator: " ")
        }
    }
}
