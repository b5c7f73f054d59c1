package import Kernel

extension Problem {
    package static func badRequest(_ detail: String) -> Problem {
        Problem(.badRequest, detail: detail)
    }

    /// Names every field that breaks a rule.
    package static func validation(_ errors: [FieldError]) -> Problem {
        Problem(.validationFailed, detail: errors.first?.message, errors: errors)
    }

    /// Names the one field that breaks a rule.
    ///
    /// - Parameters:
    ///   - pointer: A JSON Pointer into the body, such as `/lines/0/quantity`.
    ///   - rule: A stable word for programs.
    package static func validation(_ pointer: String, rule: String, _ message: String) -> Problem {
        .validation([FieldError(pointer: pointer, rule: rule, message: message)])
    }

    package static func notFound(_ detail: String) -> Problem {
        Problem(.notFound, detail: detail)
    }

    /// - Parameter code: One of those with status 409.
    package static func conflict(_ code: ProblemCode, _ detail: String) -> Problem {
        Problem(code, detail: detail)
    }

    package static func unauthenticated(_ detail: String? = nil) -> Problem {
        Problem(.unauthenticated, detail: detail)
    }

    /// Names the permission that is missing.
    package static func forbidden(
        _ permission: Permission,
        at warehouse: ID<Location>? = nil
    ) -> Problem {
        var extensions: [String: JSONValue] = ["permission": .string(permission.rawValue)]
        var detail = "This needs the permission \(permission.rawValue)."
        if let warehouse {
            extensions["warehouseId"] = .string(warehouse.description)
            detail = "This needs the permission \(permission.rawValue) in that warehouse."
        }
        return Problem(.forbidden, detail: detail, extensions: extensions)
    }

    package static func preconditionFailed(_ detail: String) -> Problem {
        Problem(.preconditionFailed, detail: detail)
    }

    package static func internalError() -> Problem {
        Problem(.internalError)
    }

    package static func serviceUnavailable(_ detail: String? = nil) -> Problem {
        Problem(.serviceUnavailable, detail: detail)
    }

    package static func timedOut(_ detail: String? = nil) -> Problem {
        Problem(.timedOut, detail: detail)
    }
}
