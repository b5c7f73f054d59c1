package import Kernel

extension QueryParameters.Pair: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", self.name)
            json.member("value", self.value)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var name: String?
        var value: String?
        try json.object { json in
            try json.member("name", &name)
            try json.member("value", &value)
        }
        self.init(name: try json.required(name), value: try json.required(value))
    }
}
