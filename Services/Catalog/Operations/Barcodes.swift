import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Adds a barcode to a variant.
struct AddBarcode: Operation {
    static let id = "addBarcode"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft = try request.document(BarcodeDraft.self)
        var errors = FieldErrors()
        let barcode = draft.barcode(at: "", &errors)
        try errors.check()
        let (variant, product) = try request.lockedVariant(in: transaction)
        let others = variant.content.barcodes
        guard let barcode,
            !others.contains(where: { $0.key == barcode.key || $0.code == barcode.code })
        else {
            throw Problem.rule(
                .alreadyExists,
                "The variant has this barcode.",
                pointer: "/code"
            )
        }
        var content = variant.content
        content.barcodes.append(barcode)
        do {
            try VariantRegister(cause: request.context)
                .edit(variant, content: content, product: product, in: transaction)
        } catch CatalogError.taken(let errors) {
            let message = errors.first?.message ?? "Another variant has this barcode."
            throw Problem.rule(.alreadyExists, message, pointer: "/code")
        }
        return try VariantBody.response(variant.id, status: 201, in: transaction)
    }
}

/// Removes a barcode from a variant.
struct RemoveBarcode: Operation {
    static let id = "removeBarcode"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let code = request.path["code"] ?? ""
        let (variant, product) = try request.lockedVariant(in: transaction)
        let keys = Barcode.keys(ofScanned: code)
        var content = variant.content
        guard let index = content.barcodes.firstIndex(where: { keys.contains($0.key) }) else {
            throw Problem.notFound("The variant has no barcode \(code).")
        }
        content.barcodes.remove(at: index)
        try VariantRegister(cause: request.context)
            .edit(variant, content: content, product: product, in: transaction)
        return .noContent
    }
}

/// Finds the variant that a scanned code stands for.
struct LookupBarcode: Operation {
    static let id = "lookupBarcode"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let code = request.path["code"] ?? ""
        guard let found = try BarcodeStore.find(scanned: code, in: transaction) else {
            throw Problem.notFound("No variant has the barcode \(code).")
        }
        return try .json(
            BarcodeMatch(
                code: found.barcode.code,
                packQuantity: found.barcode.packQuantity,
                variant: try VariantBody.find(found.variant, in: transaction)
            )
        )
    }
}
