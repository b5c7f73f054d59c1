import Contracts
import Kernel
import LedgerDomain

extension SaleDraft: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var id: ID<Entry>?
        var effectiveAt: Timestamp?
        var location: String?
        var anywhere: Bool?
        var reference: Reference?
        var note: String?
        var lines: [MovedLineDraft]?
        try json.object { json in
            try json.member("anywhere", &anywhere)
            try json.member("effectiveAt", &effectiveAt)
            try json.member("id", &id)
            try json.member("lines", &lines)
            try json.member("location", &location)
            try json.member("note", &note)
            try json.member("reference", &reference)
        }
        self.init(
            id: id,
            effectiveAt: effectiveAt,
            location: try json.required(location),
            anywhere: anywhere,
            reference: reference,
            note: note,
            lines: try json.required(lines)
        )
    }
}
