package import Kernel

extension PosLine: JSONReadable {
    package init(reading json: inout JSONReader) throws {
        var lineNumber: Int?
        var code: String?
        var quantity: Quantity?
        var unitPrice: UnitPrice?
        var lot: String?
        var serials: [String]?
        var note: String?
        try json.object { json in
            try json.member("code", &code)
            try json.member("lineNumber", &lineNumber)
            try json.member("lot", &lot)
            try json.member("note", &note)
            try json.member("quantity", &quantity)
            try json.member("serials", &serials)
            try json.member("unitPrice", &unitPrice)
        }
        self.init(
            lineNumber: try json.required(lineNumber),
            code: try json.required(code),
            quantity: try json.required(quantity),
            unitPrice: unitPrice,
            lot: lot,
            serials: serials,
            note: note
        )
    }
}
