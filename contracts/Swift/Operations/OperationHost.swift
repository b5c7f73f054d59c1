/// Who answers an operation.
package enum OperationHost: Hashable, Sendable {
    case service(ServiceName)
    /// The service that the path parameter `service` names: operations that every service has.
    case named
}
