import Contracts
import Foundation
import TestSupport
import Testing

@Suite struct `Messages` {
    static let types = ContractTable.all.map { $0.type }

    @Test(arguments: types)
    func `an example decodes and encodes to the same JSON`(type: String) throws {
        let contract = try #require(ContractTable.all.first { $0.type == type })
        let encoded = try self.reencode(contract, type)
        #expect(try encoded == ContractFolder.json("examples/\(type).json"))
    }

    @Test(arguments: types)
    func `an example obeys its schema`(type: String) throws {
        let schema = JSONSchema(document: try ContractFolder.json("schemas/\(type).json"))
        let example = try ContractFolder.json("examples/\(type).json")
        #expect(schema.violations(of: example) == [])
    }

    @Test(arguments: types)
    func `schema and type require the same members`(type: String) throws {
        let contract = try #require(ContractTable.all.first { $0.type == type })
        let schema = JSONSchema(document: try ContractFolder.json("schemas/\(type).json"))
        let example = try #require(ContractFolder.json("examples/\(type).json").members)
        for name in example.keys {
            var shortened = example
            shortened[name] = nil
            let isOptional = schema.violations(of: .object(shortened)).isEmpty
            let decodes = self.decodes(.object(shortened), as: contract)
            #expect(decodes == isOptional, "\(name)")
        }
    }

    @Test(arguments: types)
    func `a member that nobody knows is ignored`(type: String) throws {
        let contract = try #require(ContractTable.all.first { $0.type == type })
        let schema = JSONSchema(document: try ContractFolder.json("schemas/\(type).json"))
        var example = try #require(ContractFolder.json("examples/\(type).json").members)
        example["addedLater"] = true
        #expect(schema.violations(of: .object(example)) == [])
        let decodes = self.decodes(.object(example), as: contract)
        #expect(decodes)
    }

    @Test(arguments: types)
    func `a schema names its message and its type`(type: String) throws {
        let contract = try #require(ContractTable.all.first { $0.type == type })
        let schema = try ContractFolder.json("schemas/\(type).json")
        #expect(schema["$id"] == .string("urn:stockbook:schema:\(type)"))
        #expect(schema["title"] == .string("\(contract)"))
        for reference in schema.all("$ref").compactMap(\.text) {
            #expect(schema.resolving(reference: reference) != nil, "\(reference)")
        }
    }

    @Test func `every file belongs to a message and every message has its files`() throws {
        #expect(Set(Self.types).count == Self.types.count)
        #expect(try ContractFolder.names(in: "schemas") == Set(Self.types))
        #expect(try ContractFolder.names(in: "examples") == Set(Self.types))
    }

    @Test func `a type begins with its owner and ends with its version`() throws {
        for contract in ContractTable.all {
            let parts = contract.type.split(separator: ".")
            let owner =
                contract.destination == .ingress ? "pos" : contract.destination.owner.rawValue
            #expect(parts.first.map(String.init) == owner)
            #expect(parts.last?.wholeMatch(of: /v[1-9][0-9]*/) != nil)
            #expect(contract.type.utf8.count <= 255)
        }
    }

    private func reencode<T: Contract>(_ contract: T.Type, _ type: String) throws -> JSONValue {
        let message = try JSONDecoder().decode(
            T.self,
            from: ContractFolder.data("examples/\(type).json")
        )
        return try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(message))
    }

    private func decodes<T: Contract>(_ value: JSONValue, as contract: T.Type) -> Bool {
        do {
            _ = try JSONDecoder().decode(T.self, from: JSONEncoder().encode(value))
            return true
        } catch {
            return false
        }
    }
}
