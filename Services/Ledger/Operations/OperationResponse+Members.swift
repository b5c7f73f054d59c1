import Contracts
import Messaging

extension OperationResponse {
    /// The same answer with more members, or others in their place; a problem takes them as well.
    func adding(_ members: [String: JSONValue]) throws -> OperationResponse {
        guard
            case .object(var document) = try MessageCoding.decode(JSONValue.self, from: self.body)
        else { return self }
        document.merge(members) { _, new in new }
        var answer = self
        answer.body = try MessageCoding.encode(JSONValue.object(document))
        return answer
    }
}
