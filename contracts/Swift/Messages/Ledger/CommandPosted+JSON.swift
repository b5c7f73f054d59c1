package import Kernel

extension CommandPosted: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("commandId", self.commandId)
            json.member("entryId", self.entryId)
            json.member("reference", self.reference)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var commandId: ID<Command>?
        var entryId: ID<Entry>?
        var reference: Reference?
        try json.object { json in
            try json.member("commandId", &commandId)
            try json.member("entryId", &entryId)
            try json.member("reference", &reference)
        }
        self.init(
            commandId: try json.required(commandId),
            reference: try json.required(reference),
            entryId: try json.required(entryId)
        )
    }
}
