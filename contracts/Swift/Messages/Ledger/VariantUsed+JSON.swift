package import Kernel

extension VariantUsed: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("entryId", self.entryId)
            json.member("recordedAt", self.recordedAt)
            json.member("sku", self.sku)
            json.member("variantId", self.variantId)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var variantId: ID<Variant>?
        var sku: String?
        var entryId: ID<Entry>?
        var recordedAt: Timestamp?
        try json.object { json in
            try json.member("entryId", &entryId)
            try json.member("recordedAt", &recordedAt)
            try json.member("sku", &sku)
            try json.member("variantId", &variantId)
        }
        self.init(
            variantId: try json.required(variantId),
            sku: try json.required(sku),
            entryId: entryId,
            recordedAt: try json.required(recordedAt)
        )
    }
}
