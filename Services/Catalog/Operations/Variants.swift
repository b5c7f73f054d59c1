import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Lists variants by SKU, or by how well they match a text.
struct ListVariants: Operation {
    static let id = "listVariants"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let search = try self.search(request, in: transaction)
        let found = try search.page(
            after: try self.position(of: request),
            limit: limit + 1,
            in: transaction
        )
        return try request.page(of: found, limit: limit) { variant in
            let position = search.position(of: variant.document.content.sku)
            return ["\(position.rank)", position.sku]
        } body: {
            try VariantBody.make($0, in: transaction)
        }
    }

    private func search(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> VariantSearch {
        let query = request.query
        var attribute: AttributeFilter?
        if let text = query["attribute"] {
            attribute = try AttributeFilter(text)
            guard attribute != nil else {
                throw QueryParameters.invalid(
                    "attribute",
                    rule: "format",
                    "must be a name and a value, as in colour:white"
                )
            }
        }
        return VariantSearch(
            text: query["q"],
            skuPrefix: query["sku"],
            name: query["name"],
            productId: try query.id("product"),
            categories: try CategoryFilter.categories(of: request, in: transaction),
            barcode: query["barcode"],
            attribute: attribute,
            status: try query.choice("status"),
            updatedAfter: try query.timestamp("updatedAfter")
        )
    }

    private func position(
        of request: OperationRequest
    ) throws(Problem) -> VariantSearch.Position? {
        guard let cursor = try PageCursor.read(request, keyCount: 2) else { return nil }
        return VariantSearch.Position(rank: try cursor.key(0) { Int($0) }, sku: cursor.keys[1])
    }
}

/// Reads a variant.
struct GetVariant: Operation {
    static let id = "getVariant"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try VariantBody.response(try request.pathID("variantId"), in: transaction)
    }
}

/// Creates a variant of a product that is in use.
struct CreateVariant: Operation {
    static let id = "createVariant"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft = try request.document(VariantDraft.self)
        guard let productId = draft.productId else {
            throw Problem.validation("/productId", rule: "required", "productId is required.")
        }
        let content = try draft.content()
        guard
            let product = try ProductStore.find(productId, lock: .exclusive, in: transaction)
        else {
            throw Problem.validation("/productId", rule: "exists", "There is no such product.")
        }
        let id = draft.id ?? .make()
        try VariantRegister(cause: request.context).create(
            id,
            content: content,
            product: product.document,
            in: transaction
        )
        return try VariantBody.response(id, status: 201, hasLocation: true, in: transaction)
    }
}
