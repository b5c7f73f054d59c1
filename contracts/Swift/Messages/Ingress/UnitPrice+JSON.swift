package import Kernel

extension UnitPrice: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("amount", self.amount)
            json.member("currency", self.currency)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var amount: String?
        var currency: Currency?
        try json.object { json in
            try json.member("amount", &amount)
            try json.member("currency", &currency)
        }
        let price = try UnitPrice(json.required(amount), json.required(currency))
        self = try json.required(price)
    }
}
