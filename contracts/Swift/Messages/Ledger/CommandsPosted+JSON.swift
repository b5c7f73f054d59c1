package import Kernel

extension CommandsPosted: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("commands", self.commands)
            json.member("recordedAt", self.recordedAt)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var commands: [CommandPosted]?
        var recordedAt: Timestamp?
        try json.object { json in
            try json.member("commands", &commands)
            try json.member("recordedAt", &recordedAt)
        }
        self.init(
            recordedAt: try json.required(recordedAt),
            commands: try json.required(commands)
        )
    }
}
