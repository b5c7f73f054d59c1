package import Kernel

extension RecordSale: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("allowNegative", self.allowNegative)
            json.member("effectiveAt", self.effectiveAt)
            json.member("kind", self.kind)
            json.member("lines", self.lines)
            json.member("locationId", self.locationId)
            json.member("note", self.note)
            json.member("originalReference", self.originalReference)
            json.member("reason", self.reason)
            json.member("reference", self.reference)
            json.member("sourceId", self.sourceId)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var kind: TillKind?
        var reference: Reference?
        var originalReference: Reference?
        var sourceId: ID<PosSource>?
        var locationId: ID<Location>?
        var effectiveAt: Timestamp?
        var allowNegative: Bool?
        var reason: String?
        var note: String?
        var lines: [TillLine]?
        try json.object { json in
            try json.member("allowNegative", &allowNegative)
            try json.member("effectiveAt", &effectiveAt)
            try json.member("kind", &kind)
            try json.member("lines", &lines)
            try json.member("locationId", &locationId)
            try json.member("note", &note)
            try json.member("originalReference", &originalReference)
            try json.member("reason", &reason)
            try json.member("reference", &reference)
            try json.member("sourceId", &sourceId)
        }
        self.init(
            kind: try json.required(kind),
            reference: try json.required(reference),
            originalReference: originalReference,
            sourceId: sourceId,
            locationId: try json.required(locationId),
            effectiveAt: try json.required(effectiveAt),
            allowNegative: try json.required(allowNegative),
            reason: reason,
            note: note,
            lines: try json.required(lines)
        )
    }
}
