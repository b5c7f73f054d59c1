import Contracts
import FoundationEssentials

/// A number of a body that its member has no room for, which the decoder refuses without naming it.
struct MisfitNumber {
    /// Where it is, as a JSON Pointer.
    let pointer: String

    /// Finds the first one, by reading the body again with numbers replaced by zero.
    ///
    /// - Returns: `nil` where the body is no JSON, or something else is wrong with it.
    static func first<Value: Decodable>(
        of type: Value.Type,
        in body: [UInt8]
    ) -> MisfitNumber? {
        // What cannot be read has no members to name.
        guard let document = try? MessageCoding.decode(JSONValue.self, from: body) else {
            return nil
        }
        let pointers = self.pointers(of: document, at: "")
        func isRefused(keeping count: Int) -> Bool {
            var count = count
            return self.isRefused(self.cleared(document, keeping: &count), as: type)
        }
        guard isRefused(keeping: pointers.count), !isRefused(keeping: 0) else { return nil }
        // The more numbers are kept, the sooner it is refused: halve the range until one is left.
        var (accepted, refused) = (0, pointers.count)
        while refused - accepted > 1 {
            let middle = (accepted + refused) / 2
            if isRefused(keeping: middle) { refused = middle } else { accepted = middle }
        }
        return MisfitNumber(pointer: pointers[accepted])
    }

    private static func isRefused<Value: Decodable>(
        _ document: JSONValue,
        as type: Value.Type
    ) -> Bool {
        do {
            _ = try MessageCoding.decode(type, from: MessageCoding.encode(document))
            return false
        } catch DecodingError.dataCorrupted(let context) {
            return context.codingPath.isEmpty
        } catch {
            return false
        }
    }

    /// Every number in the order of ``cleared(_:keeping:)``.
    private static func pointers(of value: JSONValue, at pointer: String) -> [String] {
        switch value {
        case .integer, .number: [pointer]
        case .array(let elements):
            elements.enumerated().flatMap { self.pointers(of: $1, at: "\(pointer)/\($0)") }
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { name, value in
                self.pointers(of: value, at: pointer + JSONPointer.token(name))
            }
        case .null, .bool, .string: []
        }
    }

    /// The value with its first `count` numbers, and zero for every other.
    private static func cleared(_ value: JSONValue, keeping count: inout Int) -> JSONValue {
        switch value {
        case .integer, .number:
            count -= 1
            return count >= 0 ? value : 0
        case .array(let elements):
            return .array(elements.map { self.cleared($0, keeping: &count) })
        case .object(let members):
            return .object(
                members.sorted { $0.key < $1.key }.reduce(into: [:]) { members, member in
                    members[member.key] = self.cleared(member.value, keeping: &count)
                }
            )
        case .null, .bool, .string: return value
        }
    }
}
