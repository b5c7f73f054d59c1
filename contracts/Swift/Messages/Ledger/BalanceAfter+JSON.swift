package import Kernel

extension BalanceAfter: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("locationId", self.locationId)
            json.member("lotId", self.lotId)
            json.member("onHand", self.onHand)
            json.member("variantId", self.variantId)
            json.member("version", self.version)
            json.member("warehouseId", self.warehouseId)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var variantId: ID<Variant>?
        var locationId: ID<Location>?
        var warehouseId: ID<Location>?
        var lotId: ID<Lot>?
        var onHand: Quantity?
        var version: Int64?
        try json.object { json in
            try json.member("locationId", &locationId)
            try json.member("lotId", &lotId)
            try json.member("onHand", &onHand)
            try json.member("variantId", &variantId)
            try json.member("version", &version)
            try json.member("warehouseId", &warehouseId)
        }
        self.init(
            variantId: try json.required(variantId),
            locationId: try json.required(locationId),
            warehouseId: try json.required(warehouseId),
            lotId: lotId,
            onHand: try json.required(onHand),
            version: try json.required(version)
        )
    }
}
