package import Kernel

extension Reference: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("document", self.document)
            json.member("source", self.source)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var source: String?
        var document: String?
        try json.object { json in
            try json.member("document", &document)
            try json.member("source", &source)
        }
        self.init(source: try json.required(source), document: try json.required(document))
    }
}
