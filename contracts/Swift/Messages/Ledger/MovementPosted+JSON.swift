package import Kernel

extension MovementPosted: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("fromLocationId", self.fromLocationId)
            json.member("line", self.line)
            json.member("lotId", self.lotId)
            json.member("movementId", self.movementId)
            json.member("quantity", self.quantity)
            json.member("serials", self.serials)
            json.member("sku", self.sku)
            json.member("toLocationId", self.toLocationId)
            json.member("variantId", self.variantId)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var movementId: ID<Movement>?
        var line: Int?
        var variantId: ID<Variant>?
        var sku: String?
        var fromLocationId: ID<Location>?
        var toLocationId: ID<Location>?
        var lotId: ID<Lot>?
        var serials: [String]?
        var quantity: Quantity?
        try json.object { json in
            try json.member("fromLocationId", &fromLocationId)
            try json.member("line", &line)
            try json.member("lotId", &lotId)
            try json.member("movementId", &movementId)
            try json.member("quantity", &quantity)
            try json.member("serials", &serials)
            try json.member("sku", &sku)
            try json.member("toLocationId", &toLocationId)
            try json.member("variantId", &variantId)
        }
        self.init(
            movementId: try json.required(movementId),
            line: try json.required(line),
            variantId: try json.required(variantId),
            sku: try json.required(sku),
            fromLocationId: try json.required(fromLocationId),
            toLocationId: try json.required(toLocationId),
            lotId: lotId,
            serials: serials,
            quantity: try json.required(quantity)
        )
    }
}
