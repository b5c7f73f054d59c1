package import Kernel

extension EntriesPosted: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("entries", self.entries)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var entries: [EntryPosted]?
        try json.object { json in
            try json.member("entries", &entries)
        }
        self.init(entries: try json.required(entries))
    }
}
