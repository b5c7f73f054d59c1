import FoundationEssentials
package import Kernel

extension Actor: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", self.id.map(ID<Actor>.init))
            json.member("kind", self.kind)
            json.member("name", self.name)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var kind: ActorKind?
        var id: ID<Actor>?
        var name: String?
        try json.object { json in
            try json.member("id", &id)
            try json.member("kind", &kind)
            try json.member("name", &name)
        }
        self.init(
            kind: try json.required(kind),
            id: id?.rawValue,
            name: try json.required(name)
        )
    }
}
