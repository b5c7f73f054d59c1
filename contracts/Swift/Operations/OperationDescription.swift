/// What the house knows of an operation without performing it: one row of ``Operations``.
package struct OperationDescription: Hashable, Sendable {
    /// The `operationId`.
    package let id: String
    package let method: OperationMethod
    /// With parameters in braces: `/v1/variants/{variantId}:retire`.
    package let path: String
    package let host: OperationHost
    package let access: OperationAccess
    /// Whether it needs an `Idempotency-Key`: every POST that creates or changes something.
    ///
    /// PATCH, PUT and DELETE are idempotent by themselves; signing in creates nothing to protect.
    package let isCommand: Bool

    /// The service that answers; `nil` where the path names it.
    package var service: ServiceName? {
        guard case .service(let name) = self.host else { return nil }
        return name
    }

    /// The permission that it needs; `nil` for ``OperationAccess/open`` and
    /// ``OperationAccess/signedIn``.
    package var permission: Permission? {
        guard case .permission(let permission) = self.access else { return nil }
        return permission
    }

    /// Whether it changes nothing, so that a read-only transaction will do.
    package var isReadOnly: Bool { self.method == .get }

    init(
        _ id: String,
        _ method: OperationMethod,
        _ path: String,
        _ host: OperationHost,
        _ access: OperationAccess,
        isCommand: Bool? = nil
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.host = host
        self.access = access
        self.isCommand = isCommand ?? (method == .post)
    }
}
