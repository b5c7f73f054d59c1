import Contracts
import Messaging
import PosIngestDomain

extension PosDocumentReader {
    /// Why a payload cannot be kept as fields: PostgreSQL has no text with NUL in it.
    static func unstorable(_ payload: [UInt8]) throws -> Parking? {
        // JSON can write a NUL in no other way.
        guard payload.firstRange(of: "u0000".utf8) != nil else { return nil }
        let value = try MessageCoding.decode(JSONValue.self, from: payload)
        return self.pointerToNUL(in: value).map { pointer in
            let message = "The value must not contain NUL."
            let error = FieldError(pointer: pointer, rule: "characters", message: message)
            return Parking(.malformed, message, errors: [error])
        }
    }

    /// The JSON Pointer of the first text with NUL, in order of names.
    private static func pointerToNUL(in value: JSONValue) -> String? {
        switch value {
        case .string(let text):
            return text.unicodeScalars.contains("\0") ? "" : nil
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if let rest = self.pointerToNUL(in: element) { return "/\(index)\(rest)" }
            }
        case .object(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                guard let rest = self.pointerToNUL(in: member) else { continue }
                // RFC 6901, section 3: ~ and / are escaped within a token.
                return "/\(name.replacing("~", with: "~0").replacing("/", with: "~1"))\(rest)"
            }
        default: break
        }
        return nil
    }
}
