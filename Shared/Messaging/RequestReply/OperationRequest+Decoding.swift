package import Contracts
import FoundationEssentials
import Kernel

extension OperationRequest {
    /// Levels of arrays and objects that a body may have.
    package static let maximumDepth = 32

    /// Reads the body; fields that the type does not have are ignored, as contracts promise.
    ///
    /// - Throws: 400 for what is not JSON; 422 naming the field, by a JSON Pointer, and the rule.
    package func decode<Value: Decodable>(
        _ type: Value.Type = Value.self
    ) throws(Problem) -> Value {
        guard JSONDepth.of(self.body) <= Self.maximumDepth else {
            throw .badRequest("The body is nested deeper than \(Self.maximumDepth) levels.")
        }
        try self.requireStorableText()
        do {
            let value = try MessageCoding.decodeAny(type, from: self.body)
            try self.requireChange()
            return value
        } catch let error as DecodingError {
            throw Problem(error, body: self.body, of: type)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .badRequest("The body cannot be read.")
        }
    }

    /// Reads a body to which nobody could object; any other has to be decoded.
    func read<Value>(_ type: Value.Type) throws -> Value? {
        // The text has no escape by number and no NUL, and no deeper levels than the type.
        guard let value = MessageCoding.read(type, from: self.body) else { return nil }
        try self.requireChange()
        return value
    }

    /// A patch without a member is more likely a slip than a wish.
    private func requireChange() throws {
        guard Operations.named(self.operation)?.method == .patch,
            try MessageCoding.decode(JSONValue.self, from: self.body) == .object([:])
        else { return }
        throw Problem.validation("", rule: "minProperties", "Name at least one member to change.")
    }
}

extension Problem {
    /// Names the field and the rule that a body broke.
    fileprivate init<Value: Decodable>(
        _ error: DecodingError,
        body: [UInt8],
        of type: Value.Type
    ) {
        guard case .dataCorrupted(let context) = error, context.codingPath.isEmpty,
            let misfit = MisfitNumber.first(of: type, in: body)
        else {
            self.init(error, body: body)
            return
        }
        self = .validation(
            misfit.pointer,
            rule: "integer",
            "The value must be a whole number, and not that large."
        )
    }

    /// Names the field and the rule that a body broke.
    package init(_ error: DecodingError, body: [UInt8] = [0x7B]) {
        switch error {
        case .keyNotFound(let key, let context):
            self = .field(context.codingPath + [key], rule: "required", "is required")
        case .valueNotFound(_, let context):
            self = .field(context.codingPath, rule: "required", "must not be null")
        case .typeMismatch(let type, let context):
            let name = Problem.name(of: type)
            self = .field(context.codingPath, rule: "type", "must be \(name)")
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self = .badRequest(
                body.isEmpty ? "The body is missing." : "The body is not JSON in UTF-8."
            )
        case .dataCorrupted(let context) where context.underlyingError is UnknownWord:
            self = .field(context.codingPath, rule: "enum", context.debugDescription)
        case .dataCorrupted(let context):
            self = .field(context.codingPath, rule: "format", context.debugDescription)
        @unknown default:
            self = .badRequest("The body cannot be read.")
        }
    }

    private static func field(
        _ path: [any CodingKey],
        rule: String,
        _ message: String
    ) -> Problem {
        let names = path.map { $0.intValue.map(String.init) ?? $0.stringValue }
        let pointer = names.map(JSONPointer.token)
        let subject = names.last { Int($0) == nil } ?? "The body"
        return .validation(pointer.joined(), rule: rule, "\(subject) \(message).")
    }

    /// The JSON type that a Swift type is written as.
    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is any FixedWidthInteger.Type, is any BinaryFloatingPoint.Type: "a number"
        case is any Collection.Type where !(type is any DictionaryKind.Type): "an array"
        default: "an object"
        }
    }
}

/// Tells dictionaries, which are collections too, from arrays.
private protocol DictionaryKind {}
extension Dictionary: DictionaryKind {}
