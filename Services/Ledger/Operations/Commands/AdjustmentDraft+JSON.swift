import Contracts
import Kernel
import LedgerDomain

extension AdjustmentDraft: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var id: ID<Entry>?
        var effectiveAt: Timestamp?
        var location: String?
        var reference: Reference?
        var reason: AdjustmentReason?
        var note: String?
        var lines: [AdjustedLineDraft]?
        try json.object { json in
            try json.member("effectiveAt", &effectiveAt)
            try json.member("id", &id)
            try json.member("lines", &lines)
            try json.member("location", &location)
            try json.member("note", &note)
            try json.member("reason", &reason)
            try json.member("reference", &reference)
        }
        self.init(
            id: id,
            effectiveAt: effectiveAt,
            location: try json.required(location),
            reference: reference,
            reason: try json.required(reason),
            note: note,
            lines: try json.required(lines)
        )
    }
}
