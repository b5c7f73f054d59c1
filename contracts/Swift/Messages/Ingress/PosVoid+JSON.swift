package import Kernel

extension PosVoid: JSONReadable {
    package init(reading json: inout JSONReader) throws {
        var documentId: String?
        var terminal: String?
        var sequence: Int64?
        var occurredAt: Timestamp?
        var originalDocumentId: String?
        var reason: String?
        var note: String?
        try json.object { json in
            try json.member("documentId", &documentId)
            try json.member("note", &note)
            try json.member("occurredAt", &occurredAt)
            try json.member("originalDocumentId", &originalDocumentId)
            try json.member("reason", &reason)
            try json.member("sequence", &sequence)
            try json.member("terminal", &terminal)
        }
        self.init(
            documentId: try json.required(documentId),
            terminal: terminal,
            sequence: sequence,
            occurredAt: try json.required(occurredAt),
            originalDocumentId: try json.required(originalDocumentId),
            reason: reason,
            note: note
        )
    }
}
