package import Kernel

extension PosSale: JSONReadable {
    package init(reading json: inout JSONReader) throws {
        var documentId: String?
        var terminal: String?
        var sequence: Int64?
        var occurredAt: Timestamp?
        var location: String?
        var lines: [PosLine]?
        var note: String?
        try json.object { json in
            try json.member("documentId", &documentId)
            try json.member("lines", &lines)
            try json.member("location", &location)
            try json.member("note", &note)
            try json.member("occurredAt", &occurredAt)
            try json.member("sequence", &sequence)
            try json.member("terminal", &terminal)
        }
        self.init(
            documentId: try json.required(documentId),
            terminal: terminal,
            sequence: sequence,
            occurredAt: try json.required(occurredAt),
            location: location,
            lines: try json.required(lines),
            note: note
        )
    }
}
