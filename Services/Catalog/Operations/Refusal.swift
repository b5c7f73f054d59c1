import CatalogDomain
import Contracts
import Postgres

/// How refusals of the domain and of named constraints look to a caller.
enum Refusal {
    /// `nil` for faults, which are nobody's wrong request.
    static func problem(for error: any Error) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let error as CatalogError: self.problem(forRefusal: error)
        case let error as PostgresError:
            error.constraint.flatMap { self.problem(forConstraint: $0) }
        default: nil
        }
    }

    private static func problem(forRefusal error: CatalogError) -> Problem {
        switch error {
        case .invalid(let errors): .validation(errors)
        case .taken(let errors):
            Problem(.alreadyExists, detail: errors.first?.message, errors: errors)
        case .fixedByHistory(let errors):
            Problem(.hasHistory, detail: errors.first?.message, errors: errors)
        case .hasHistory(let sku):
            .conflict(.hasHistory, "\(sku) appears in the book: retire it instead.")
        case .inUse(let detail): .conflict(.inUse, detail)
        case .wrongState(let detail): .conflict(.wrongState, detail)
        }
    }

    private static func problem(forConstraint name: String) -> Problem? {
        switch name {
        case "variant_sku_is_unique":
            .rule(.alreadyExists, "Another variant has this SKU.", pointer: "/sku")
        case "barcode_is_unique":
            .rule(.alreadyExists, "Another variant has this barcode.", pointer: "/barcodes")
        case "category_name_is_unique_among_siblings":
            .rule(.alreadyExists, "A sibling has this name.", pointer: "/name")
        case "unit_of_measure_pkey":
            .rule(.alreadyExists, "There is such a unit.", pointer: "/code")
        case "variant_pkey", "product_pkey", "category_pkey":
            .rule(.alreadyExists, "The identifier is taken.", pointer: "/id")
        case "product_category_id_fkey", "variant_category_id_fkey":
            .conflict(.inUse, "The category was given its first product at this moment.")
        case "variant_product_id_fkey":
            .conflict(.inUse, "The product was given a variant at this moment.")
        default: nil
        }
    }
}
