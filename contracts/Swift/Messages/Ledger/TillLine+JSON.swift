package import Kernel

extension TillLine: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("direction", self.direction)
            json.member("line", self.line)
            json.member("lot", self.lot)
            json.member("quantity", self.quantity)
            json.member("serials", self.serials)
            json.member("variantId", self.variantId)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var line: Int?
        var variantId: ID<Variant>?
        var quantity: Quantity?
        var direction: Direction?
        var lot: String?
        var serials: [String]?
        try json.object { json in
            try json.member("direction", &direction)
            try json.member("line", &line)
            try json.member("lot", &lot)
            try json.member("quantity", &quantity)
            try json.member("serials", &serials)
            try json.member("variantId", &variantId)
        }
        self.init(
            line: try json.required(line),
            variantId: try json.required(variantId),
            quantity: try json.required(quantity),
            direction: try json.required(direction),
            lot: lot,
            serials: try json.required(serials)
        )
    }
}
