package import Kernel

extension CommandApplied: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("commandId", self.commandId)
            json.member("commandType", self.commandType)
            json.member("entryId", self.entryId)
            json.member("recordedAt", self.recordedAt)
            json.member("reference", self.reference)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var commandId: ID<Command>?
        var commandType: String?
        var reference: Reference?
        var entryId: ID<Entry>?
        var recordedAt: Timestamp?
        try json.object { json in
            try json.member("commandId", &commandId)
            try json.member("commandType", &commandType)
            try json.member("entryId", &entryId)
            try json.member("recordedAt", &recordedAt)
            try json.member("reference", &reference)
        }
        self.init(
            commandId: try json.required(commandId),
            commandType: try json.required(commandType),
            reference: try json.required(reference),
            entryId: try json.required(entryId),
            recordedAt: try json.required(recordedAt)
        )
    }
}
