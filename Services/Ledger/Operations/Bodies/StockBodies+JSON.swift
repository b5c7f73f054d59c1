import Kernel

extension StockLevelBody: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("available", self.available)
            json.member("inTransit", self.inTransit)
            json.member("location", self.location)
            json.member("lot", self.lot)
            json.member("name", self.name)
            json.member("onHand", self.onHand)
            json.member("reserved", self.reserved)
            json.member("sku", self.sku)
            json.member("unit", self.unit)
            json.member("variantId", self.variantId)
            json.member("withheld", self.withheld)
        }
    }
}

extension StockPage: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("asOf", self.asOf)
            json.member("items", self.items)
            json.member("knownAt", self.knownAt)
            json.member("next", self.next)
        }
    }
}

extension VariantStockBody: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("asOf", self.asOf)
            json.member("available", self.available)
            json.member("inTransit", self.inTransit)
            json.member("knownAt", self.knownAt)
            json.member("name", self.name)
            json.member("onHand", self.onHand)
            json.member("reserved", self.reserved)
            json.member("sku", self.sku)
            json.member("unit", self.unit)
            json.member("variantId", self.variantId)
            json.member("warehouses", self.warehouses)
            json.member("withheld", self.withheld)
        }
    }
}

extension VariantStockBody.Warehouse: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("available", self.available)
            json.member("inTransit", self.inTransit)
            json.member("locations", self.locations)
            json.member("onHand", self.onHand)
            json.member("reserved", self.reserved)
            json.member("warehouse", self.warehouse)
            json.member("withheld", self.withheld)
        }
    }
}

extension VariantStockBody.Place: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("location", self.location)
            json.member("lot", self.lot)
            json.member("onHand", self.onHand)
        }
    }
}
