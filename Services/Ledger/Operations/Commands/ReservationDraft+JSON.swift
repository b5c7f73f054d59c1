import Contracts
import Kernel

extension ReservationDraft: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var id: ID<Reservation>?
        var warehouse: String?
        var reference: Reference?
        var expiresAt: Timestamp?
        var priority: Int?
        var note: String?
        var lines: [Line]?
        try json.object { json in
            try json.member("expiresAt", &expiresAt)
            try json.member("id", &id)
            try json.member("lines", &lines)
            try json.member("note", &note)
            try json.member("priority", &priority)
            try json.member("reference", &reference)
            try json.member("warehouse", &warehouse)
        }
        self.init(
            id: id,
            warehouse: try json.required(warehouse),
            reference: reference,
            expiresAt: expiresAt,
            priority: priority,
            note: note,
            lines: try json.required(lines)
        )
    }
}

extension ReservationDraft.Line: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var sku: String?
        var variantId: ID<Variant>?
        var barcode: String?
        var quantity: Quantity?
        var allowBackorder: Bool?
        var reference: String?
        try json.object { json in
            try json.member("allowBackorder", &allowBackorder)
            try json.member("barcode", &barcode)
            try json.member("quantity", &quantity)
            try json.member("reference", &reference)
            try json.member("sku", &sku)
            try json.member("variantId", &variantId)
        }
        self.init(
            sku: sku,
            variantId: variantId,
            barcode: barcode,
            quantity: try json.required(quantity),
            allowBackorder: allowBackorder,
            reference: reference
        )
    }
}
