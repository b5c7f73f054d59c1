package import Contracts
import FoundationEssentials

/// The examples of messages that are part of the contracts.
package enum ContractExample {
    /// The message of `contracts/examples` with this type.
    package static func json(of type: String) throws -> JSONValue {
        let path = URL(filePath: #filePath)
            .appending(path: "../../../contracts/examples/\(type).json")
            .standardized
        return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: path))
    }
}
