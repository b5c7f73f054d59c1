import Contracts
import Foundation
import TestSupport
import Testing

@Suite struct `The AsyncAPI document` {
    let document: JSONValue

    init() throws {
        self.document = try ContractFolder.asyncAPI.get()
    }

    @Test func `its messages are those of the module`() throws {
        let messages = try #require(self.document["components"]?["messages"]?.members)
        let types = Set(ContractTable.all.map { $0.type })
        #expect(Set(messages.keys).subtracting(["request", "answer"]) == types)
        for contract in ContractTable.all {
            let message = try #require(messages[contract.type])
            #expect(message["name"] == .string(contract.type))
            #expect(message["title"] == .string("\(contract)"))
            let schema = JSONValue.string("./schemas/\(contract.type).json")
            #expect(message["payload"]?["schema"]?["$ref"] == schema)
            #expect(message["x-example"] == .string("./examples/\(contract.type).json"))
            #expect(message["bindings"]?["amqp"]?["messageType"] == .string(contract.type))
        }
    }

    @Test func `a message is published where its type says`() throws {
        let channels = try #require(self.document["channels"]?.members)
        for contract in ContractTable.all {
            let expected =
                switch contract.destination {
                case .event(of: let service): "suite.exchange.\(service.rawValue).evt"
                case .command(to: let service): "suite.exchange.\(service.rawValue).cmd"
                case .ingress: "pos.exchange.pos.ingress"
                }
            let exchanges = channels.filter { name, channel in
                name.contains(".exchange.") && channel["messages"]?[contract.type] != nil
            }
            #expect(Set(exchanges.keys) == [expected], "\(contract.type)")
        }
    }

    @Test func `a queue gets what its bindings let through`() throws {
        let channels = try #require(self.document["channels"]?.members)
        for (name, channel) in channels where name.contains(".queue.") {
            let keys = (channel["x-binds"]?.elements ?? []).compactMap { $0["key"]?.text }
            let bound = ContractTable.all.map { $0.type }.filter { type in
                keys.contains { $0 == type || $0.hasPrefix("\(type).") }
            }
            let listed = Set((channel["messages"]?.members ?? [:]).keys)
            let isIngress = keys.contains("pos.v1.#")
            let ingress = ContractTable.all.filter { $0.destination == .ingress }.map { $0.type }
            let expected = isIngress ? Set(ingress) : Set(bound)
            #expect(listed.subtracting(["request", "answer"]) == expected, "\(name)")
        }
    }

    @Test func `every reference resolves`() throws {
        for reference in Set(self.document.all("$ref").compactMap(\.text)) {
            if reference.hasPrefix("./") {
                let file = ContractFolder.url.appending(path: reference.dropFirst(2))
                #expect(FileManager.default.fileExists(atPath: file.path()), "\(reference)")
            } else {
                #expect(self.document.resolving(reference: reference) != nil, "\(reference)")
            }
        }
    }

    @Test func `only its owner tells a fact`() throws {
        for (name, channel) in self.document["channels"]?.members ?? [:] {
            guard name.hasPrefix("suite.exchange."), name.hasSuffix(".evt") else { continue }
            let owner = name.dropFirst("suite.exchange.".count).dropLast(".evt".count)
            #expect(channel["x-publishers"] == [.string(String(owner))], "\(name)")
        }
    }
}
