package import Kernel

extension Problem {
    /// Says of one line how much it asked for and how much there is.
    ///
    /// - Parameters:
    ///   - pointer: The line: `/lines/3`. Lines of the same variant are judged by their sum.
    ///   - requested: That sum, in base units.
    ///   - available: What the location, or for a reservation the warehouse, can still give.
    ///   - blockingReservations: How many reservations hold the rest.
    package static func insufficientStock(
        sku: String,
        location: ID<Location>,
        requested: Quantity,
        available: Quantity,
        pointer: String,
        blockingReservations: Int
    ) -> Problem {
        let detail = "\(requested) of \(sku) requested, \(available) available."
        let extensions: [String: JSONValue] = [
            "sku": .string(sku),
            "locationId": .string(location.description),
            "requested": .string(requested.description),
            "available": .string(available.description),
            "blockingReservations": .integer(Int64(blockingReservations)),
        ]
        return Problem(
            .insufficientStock,
            detail: detail,
            errors: [FieldError(pointer: pointer, rule: "available", message: detail)],
            extensions: extensions
        )
    }

    /// Says of one line what was believed to be there and what is, and with it what to believe next.
    ///
    /// - Parameters:
    ///   - lot: Of which the level is, where the line names one that the book knows.
    ///   - expected: In base units, like `actual`.
    ///   - pointer: The member: `/lines/3/expectedQuantity`.
    package static func quantityChanged(
        sku: String,
        location: ID<Location>,
        lot: ID<Lot>?,
        expected: Quantity,
        actual: Quantity,
        pointer: String
    ) -> Problem {
        let detail = "\(expected) of \(sku) expected, \(actual) there."
        var extensions: [String: JSONValue] = [
            "sku": .string(sku),
            "locationId": .string(location.description),
            "expected": .string(expected.description),
            "actual": .string(actual.description),
        ]
        extensions["lotId"] = lot.map { .string($0.description) }
        return Problem(
            .quantityChanged,
            detail: detail,
            errors: [FieldError(pointer: pointer, rule: "expected", message: detail)],
            extensions: extensions
        )
    }

    /// No variant has this SKU, identifier or barcode.
    package static func unknownVariant(_ name: String, pointer: String) -> Problem {
        .rule(.unknownVariant, "There is no variant \(name).", pointer: pointer)
    }

    /// No location has this code or identifier.
    package static func unknownLocation(_ name: String, pointer: String) -> Problem {
        .rule(.unknownLocation, "There is no location \(name).", pointer: pointer)
    }

    /// A problem of one field whose rule is the code itself.
    package static func rule(_ code: ProblemCode, _ detail: String, pointer: String) -> Problem {
        Problem(
            code,
            detail: detail,
            errors: [FieldError(pointer: pointer, rule: code.rawValue, message: detail)]
        )
    }
}
