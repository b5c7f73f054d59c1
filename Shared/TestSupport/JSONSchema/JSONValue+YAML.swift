package import Contracts
import Foundation
package import Yams

extension JSONValue {
    /// Reads YAML as its JSON schema does: quoted scalars are strings, whatever they look like.
    package init(_ node: Node) throws {
        switch node {
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, value) in mapping {
                guard let name = key.scalar?.string, members[name] == nil else {
                    throw CocoaError(.fileReadCorruptFile)
                }
                members[name] = try JSONValue(value)
            }
            self = .object(members)
        case .sequence(let sequence):
            self = .array(try sequence.map { try JSONValue($0) })
        case .scalar(let scalar):
            self = JSONValue(scalar, tag: node.tag)
        case .alias:
            throw CocoaError(.fileReadCorruptFile)
        }
    }

    private init(_ scalar: Node.Scalar, tag: Tag) {
        switch tag {
        case Tag(.null): self = .null
        case Tag(.bool): self = .bool(scalar.string == "true")
        case Tag(.int): self = Int64(scalar.string).map(JSONValue.integer) ?? .string(scalar.string)
        case Tag(.float):
            self = Double(scalar.string).map(JSONValue.number) ?? .string(scalar.string)
        default: self = .string(scalar.string)
        }
    }
}
