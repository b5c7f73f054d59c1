import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// The rules of a source's fields, with the field that breaks one.
enum SourceFields {
    private static let displayNameLengths = 1...200

    static func displayName(_ name: String) throws(Problem) -> String {
        guard self.displayNameLengths.contains(name.count) else {
            throw .validation(
                "/displayName",
                rule: "length",
                "displayName has 1 to 200 characters."
            )
        }
        return name
    }

    static func nonStockCodes(_ patterns: [String]) throws(Problem) -> NonStockCodes {
        guard patterns.count <= Source.maximumNonStockCodes else {
            throw .validation("/nonStockCodes", rule: "maxItems", "nonStockCodes has at most 500.")
        }
        for (index, pattern) in patterns.enumerated() {
            guard (1...PosDocument.maximumCodeLength).contains(pattern.count), pattern != "*" else {
                throw .validation(
                    "/nonStockCodes/\(index)",
                    rule: "length",
                    "A code has 1 to 64 characters, and * alone is none."
                )
            }
        }
        return NonStockCodes(patterns)
    }

    static func gapGrace(_ seconds: Int64) throws(Problem) -> Int64 {
        guard (0...Source.maximumGapGraceSeconds).contains(seconds) else {
            throw .validation(
                "/gapGraceSeconds",
                rule: "range",
                "gapGraceSeconds is from 0 to \(Source.maximumGapGraceSeconds)."
            )
        }
        return seconds
    }

    /// An open location by code or identifier.
    static func location(
        _ name: String,
        in transaction: borrowing Transaction
    ) throws -> ID<Location> {
        guard let id = try ProjectionStore.location(named: name, in: transaction) else {
            throw Problem(
                .unknownLocation,
                detail: "There is no open location \(name).",
                errors: [
                    FieldError(
                        pointer: "/location",
                        rule: "unknown-location",
                        message: "There is no open location \(name)."
                    )
                ]
            )
        }
        return id
    }
}
