import Contracts
import Kernel

extension ConsumptionDraft: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var id: ID<Entry>?
        var effectiveAt: Timestamp?
        var location: String?
        var anywhere: Bool?
        var reference: Reference?
        var note: String?
        var lines: [DocumentPartDraft]?
        var releaseRest: Bool?
        try json.object { json in
            try json.member("anywhere", &anywhere)
            try json.member("effectiveAt", &effectiveAt)
            try json.member("id", &id)
            try json.member("lines", &lines)
            try json.member("location", &location)
            try json.member("note", &note)
            try json.member("reference", &reference)
            try json.member("releaseRest", &releaseRest)
        }
        self.init(
            id: id,
            effectiveAt: effectiveAt,
            location: location,
            anywhere: anywhere,
            reference: reference,
            note: note,
            lines: lines,
            releaseRest: releaseRest
        )
    }
}
