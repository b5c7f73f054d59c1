import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// The rules of a source's fields, with the field that breaks one.
enum SourceFields {
    private static let displayNameLength = TextLength(1...200)

    static func displayName(_ name: String) throws(Problem) -> String {
        guard self.displayNameLength.allows(name) else {
            throw .validation(
                "/displayName",
                rule: "length",
                "displayName has \(self.displayNameLength)."
            )
        }
        return name
    }

    static func nonStockCodes(_ patterns: [String]) throws(Problem) -> NonStockCodes {
        guard patterns.count <= Source.maximumNonStockCodes else {
            throw .validation("/nonStockCodes", rule: "maxItems", "nonStockCodes has at most 500.")
        }
        for (index, pattern) in patterns.enumerated() {
            guard PosLimits.name.allows(pattern), pattern != "*" else {
                throw .validation(
                    "/nonStockCodes/\(index)",
                    rule: "length",
                    "A code has \(PosLimits.name), and * alone is none."
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
