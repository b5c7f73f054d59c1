package import Kernel

extension RecordSales: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("sales", self.sales)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var sales: [SaleToRecord]?
        try json.object { json in
            try json.member("sales", &sales)
        }
        self.init(sales: try json.required(sales))
    }
}
