import Contracts
import Kernel

extension MovedLineDraft: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var sku: String?
        var variantId: ID<Variant>?
        var barcode: String?
        var quantity: Quantity?
        var lot: String?
        var serials: [String]?
        try json.object { json in
            try json.member("barcode", &barcode)
            try json.member("lot", &lot)
            try json.member("quantity", &quantity)
            try json.member("serials", &serials)
            try json.member("sku", &sku)
            try json.member("variantId", &variantId)
        }
        self.init(
            sku: sku,
            variantId: variantId,
            barcode: barcode,
            quantity: try json.required(quantity),
            lot: lot,
            serials: serials
        )
    }
}

extension AdjustedLineDraft: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var sku: String?
        var variantId: ID<Variant>?
        var barcode: String?
        var quantity: Quantity?
        var setTo: Quantity?
        var expectedQuantity: Expectation?
        var lot: String?
        var serials: [String]?
        try json.object { json in
            try json.member("barcode", &barcode)
            try json.member("expectedQuantity", &expectedQuantity)
            try json.member("lot", &lot)
            try json.member("quantity", &quantity)
            try json.member("serials", &serials)
            try json.member("setTo", &setTo)
            try json.member("sku", &sku)
            try json.member("variantId", &variantId)
        }
        self.init(
            sku: sku,
            variantId: variantId,
            barcode: barcode,
            quantity: quantity,
            setTo: setTo,
            expectedQuantity: expectedQuantity,
            lot: lot,
            serials: serials
        )
    }
}

extension ReceivedLineDraft: JSONReadable {
    init(reading json: inout JSONReader) throws {
        var sku: String?
        var variantId: ID<Variant>?
        var barcode: String?
        var quantity: Quantity?
        var lot: String?
        var supplier: String?
        var manufacturedOn: CivilDate?
        var expiresOn: CivilDate?
        var serials: [String]?
        var unitCost: UnitPrice?
        try json.object { json in
            try json.member("barcode", &barcode)
            try json.member("expiresOn", &expiresOn)
            try json.member("lot", &lot)
            try json.member("manufacturedOn", &manufacturedOn)
            try json.member("quantity", &quantity)
            try json.member("serials", &serials)
            try json.member("sku", &sku)
            try json.member("supplier", &supplier)
            try json.member("unitCost", &unitCost)
            try json.member("variantId", &variantId)
        }
        self.init(
            sku: sku,
            variantId: variantId,
            barcode: barcode,
            quantity: try json.required(quantity),
            lot: lot,
            supplier: supplier,
            manufacturedOn: manufacturedOn,
            expiresOn: expiresOn,
            serials: serials,
            unitCost: unitCost
        )
    }
}
