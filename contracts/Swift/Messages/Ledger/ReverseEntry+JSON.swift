package import Kernel

extension ReverseEntry: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("allowNegative", self.allowNegative)
            json.member("effectiveAt", self.effectiveAt)
            json.member("note", self.note)
            json.member("originalReference", self.originalReference)
            json.member("reason", self.reason)
            json.member("reference", self.reference)
            json.member("sourceId", self.sourceId)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var reference: Reference?
        var originalReference: Reference?
        var sourceId: ID<PosSource>?
        var effectiveAt: Timestamp?
        var allowNegative: Bool?
        var reason: String?
        var note: String?
        try json.object { json in
            try json.member("allowNegative", &allowNegative)
            try json.member("effectiveAt", &effectiveAt)
            try json.member("note", &note)
            try json.member("originalReference", &originalReference)
            try json.member("reason", &reason)
            try json.member("reference", &reference)
            try json.member("sourceId", &sourceId)
        }
        self.init(
            reference: try json.required(reference),
            originalReference: try json.required(originalReference),
            sourceId: sourceId,
            effectiveAt: try json.required(effectiveAt),
            allowNegative: try json.required(allowNegative),
            reason: try json.required(reason),
            note: note
        )
    }
}
