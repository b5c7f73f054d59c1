import Contracts
import Kernel
import LedgerDomain

extension TransferDraft: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var id: ID<Entry>?
        var effectiveAt: Timestamp?
        var from: String?
        var anywhere: Bool?
        var to: String?
        var reference: Reference?
        var note: String?
        var lines: [MovedLineDraft]?
        try json.object { json in
            try json.member("anywhere", &anywhere)
            try json.member("effectiveAt", &effectiveAt)
            try json.member("from", &from)
            try json.member("id", &id)
            try json.member("lines", &lines)
            try json.member("note", &note)
            try json.member("reference", &reference)
            try json.member("to", &to)
        }
        self.init(
            id: id,
            effectiveAt: effectiveAt,
            from: try json.required(from),
            anywhere: anywhere,
            to: try json.required(to),
            reference: reference,
            note: note,
            lines: try json.required(lines)
        )
    }
}
