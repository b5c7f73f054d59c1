import CatalogDomain
import Contracts
import Kernel
import Testing

struct VariantDocumentTests {
    @Test func `a new variant is active and at version 1`() throws {
        let variant = try Self.variant()
        #expect(variant.status == .active)
        #expect(variant.version == 1)
        #expect(!variant.hasHistory)
    }

    @Test func `all broken rules are named at once`() throws {
        var content = VariantContent(sku: try SKU("A"))
        content.tracking = TrackingRules(mode: .none, hasExpiry: true)
        content.levels = StockLevels(minimum: 5, reorderPoint: 4, maximum: nil)
        content.physical = PhysicalData(lengthMillimetres: 0)
        content.barcodes = [try Barcode("036000291452"), try Barcode("0036000291452")]
        let error = #expect(throws: CatalogError.self) { try Self.variant(content) }
        guard case .invalid(let errors) = error else {
            Issue.record("expected .invalid")
            return
        }
        #expect(
            errors.map(\.pointer) == [
                "/tracking/hasExpiry", "/levels", "/physical/lengthMillimetres",
                "/barcodes/1/code",
            ]
        )
        #expect(
            errors.map(\.rule) == ["expiry-needs-lots", "level-order", "range", "unique"]
        )
    }

    @Test func `a code is there once, whatever it is said to be`() throws {
        var content = VariantContent(sku: try SKU("A"))
        content.barcodes = [
            try Barcode("036000291452"), try Barcode("036000291452", format: .other),
        ]
        let error = #expect(throws: CatalogError.self) { try Self.variant(content) }
        guard case .invalid(let errors) = error else {
            Issue.record("expected .invalid")
            return
        }
        #expect(errors.map(\.pointer) == ["/barcodes/1/code"])
    }

    @Test func `an edit that changes nothing keeps the version`() throws {
        var variant = try Self.variant()
        let changed = try variant.edit(variant.content)
        #expect(!changed)
        #expect(variant.version == 1)
    }

    @Test func `a retired variant stays as it is`() throws {
        var variant = try Self.variant()
        let (first, second) = (variant.retire(), variant.retire())
        #expect(first)
        #expect(!second)
        #expect(variant.version == 2)
        var content = variant.content
        content.name = "Other"
        #expect(throws: CatalogError.wrongState("A is retired")) { try variant.edit(content) }
        #expect(variant.version == 2)
    }

    @Test func `history fixes the base unit and the tracking, and forbids deletion`() throws {
        var used = try Self.variant(hasHistory: true)
        var content = used.content
        content.baseUnit = try UnitCode("kg")
        content.tracking = TrackingRules(mode: .lot)
        let error = #expect(throws: CatalogError.self) { try used.edit(content) }
        guard case .fixedByHistory(let errors) = error else {
            Issue.record("expected .fixedByHistory")
            return
        }
        #expect(errors.map(\.pointer) == ["/baseUnit", "/tracking"])
        #expect(throws: CatalogError.hasHistory(sku: "A")) { try used.checkDeletable() }
        try Self.variant().checkDeletable()
    }

    @Test func `the event falls back to the product's name`() throws {
        let variant = try Self.variant()
        let product = ProductDocument(id: variant.productId, content: .init(name: "Lamp"))
        #expect(variant.changed(product: product).name == "Lamp")
        #expect(variant.changed(product: product).version == 1)
        #expect(variant.deleted.version == 2)
    }

    @Test func `versions of random changes have no gaps`() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            var variant = try Self.variant()
            var versions = [variant.version]
            for _ in 0..<30 {
                var content = variant.content
                content.name = ["One", "Two", nil].randomElement(using: &random) ?? nil
                content.levels = StockLevels(
                    minimum: Quantity(integerLiteral: .random(in: 0...3, using: &random)),
                    reorderPoint: 2,
                    maximum: nil
                )
                let isLast = Int.random(in: 0..<20, using: &random) == 0
                let changed = isLast ? variant.retire() : (try? variant.edit(content)) ?? false
                if changed { versions.append(variant.version) }
            }
            #expect(versions == Array(1...Int64(versions.count)))
            #expect(variant.content.levels.minimum ?? 0 <= 2)
        }
    }

    private static func variant(
        _ content: VariantContent? = nil,
        hasHistory: Bool = false
    ) throws -> VariantDocument {
        let new = try VariantDocument(
            id: .make(),
            productId: .make(),
            content: content ?? VariantContent(sku: SKU("A"))
        )
        return VariantDocument(
            stored: new.id,
            productId: new.productId,
            content: new.content,
            status: new.status,
            hasHistory: hasHistory,
            version: new.version
        )
    }
}
