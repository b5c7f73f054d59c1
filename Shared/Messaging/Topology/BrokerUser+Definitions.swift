import Contracts
import Crypto
import FoundationEssentials

extension BrokerUser {
    func definition(password: String?) -> JSONValue {
        [
            "name": .string(self.name),
            "tags": .array(self.tags.map(JSONValue.string)),
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            // An empty hash matches no password.
            "password_hash": .string(password.map { Self.hash($0) } ?? ""),
        ]
    }

    var permissions: [JSONValue] {
        self.rights.map { rights in
            [
                "user": .string(self.name),
                "vhost": .string(rights.virtualHost.rawValue),
                "configure": .string(rights.configure),
                "write": .string(rights.write),
                "read": .string(rights.read),
            ]
        }
    }

    /// The form in which RabbitMQ keeps a password: base64 of four bytes of salt and the SHA-256
    /// of salt and password (RabbitMQ, "Credentials and Passwords").
    package static func hash(
        _ password: String,
        salt: UInt32 = .random(in: .min ... .max)
    ) -> String {
        let salt = (0..<4).map { UInt8(truncatingIfNeeded: salt >> (24 - 8 * $0)) }
        let digest = SHA256.hash(data: salt + Array(password.utf8))
        return Data(salt + Array(digest)).base64EncodedString()
    }
}
