package import Kernel

extension SaleToRecord: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("causationId", self.causationId)
            json.member("commandId", self.commandId)
            json.member("correlationId", self.correlationId)
            json.member("sale", self.sale)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var commandId: ID<Command>?
        var correlationId: ID<Command>?
        var causationId: ID<Command>?
        var sale: RecordSale?
        try json.object { json in
            try json.member("causationId", &causationId)
            try json.member("commandId", &commandId)
            try json.member("correlationId", &correlationId)
            try json.member("sale", &sale)
        }
        self.init(
            commandId: try json.required(commandId),
            correlationId: try json.required(correlationId),
            causationId: causationId,
            sale: try json.required(sale)
        )
    }
}
