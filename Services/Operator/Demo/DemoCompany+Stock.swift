import Contracts
import Kernel

extension DemoCompany {
    /// 3 June 2024, 06:00 UTC: before anything else of the demo.
    static let opening = Timestamp(microseconds: 1_717_394_400_000_000)

    /// What came in first, by location.
    static let receipts = [
        receipt(
            "R-1",
            "MILL-DRY-1",
            "First delivery of dry goods",
            [
                line("TEA-EARLY-100", 240, cost: "3.10"),
                line("TEA-EARLY-500", 80, cost: "9.40"),
                line("TEA-NETTLE-50", 120, cost: "2.25"),
                line("COF-PIER-250", 160, cost: "4.80"),
                line("COF-PIER-250F", 90, cost: "4.95"),
                line("OATCAKE-12", 300, cost: "1.35"),
                line("HONEY-HEATHER", 144, lot: "H-2024-05", cost: "4.15"),
            ]
        ),
        receipt(
            "R-2",
            "MILL-DRY-2",
            "First delivery of household goods",
            [
                line("MUG-TERN-BLUE", 96, cost: "5.20"),
                line("MUG-TERN-SAND", 96, cost: "5.20"),
                line("MUG-TERN-SLATE", 48, cost: "5.20"),
                line("TEAPOT-ROUND", 18, cost: "14.75"),
                line("BOARD-ASH", 24, cost: "11.60"),
                line("BLANKET-KELP", 30, cost: "27.00"),
                line("BLANKET-FOG", 12, cost: "27.00"),
                line("CANDLE-TALL-6", 150, cost: "2.90"),
            ]
        ),
        receipt(
            "R-3",
            "MILL-COLD-1",
            "Butter of two churnings",
            [
                line("BUTTER-SALT", 60, lot: "B-118", expiresOn: "2031-07-28", cost: "1.85"),
                line("BUTTER-SALT", 40, lot: "B-119", expiresOn: "2031-08-11", cost: "1.90"),
            ]
        ),
    ]

    /// From the storehouse to the shop.
    static let transfers = [
        DemoEntry(
            from: "MILL-DRY-1",
            to: "HARBOUR",
            effectiveAt: opening.advanced(by: .seconds(7_200)),
            reference: Reference(source: referenceSource, document: "T-1"),
            note: "Shelves for the opening day",
            lines: [
                line("TEA-EARLY-100", 48), line("TEA-NETTLE-50", 24), line("COF-PIER-250", 36),
                line("OATCAKE-12", 60), line("HONEY-HEATHER", 24, lot: "H-2024-05"),
            ]
        ),
        DemoEntry(
            from: "MILL-DRY-2",
            to: "HARBOUR",
            effectiveAt: opening.advanced(by: .seconds(7_800)),
            reference: Reference(source: referenceSource, document: "T-2"),
            note: "Table and window for the opening day",
            lines: [
                line("MUG-TERN-BLUE", 24), line("MUG-TERN-SAND", 24), line("TEAPOT-ROUND", 4),
                line("BLANKET-KELP", 6),
            ]
        ),
    ]

    /// Promised to a guest house, not yet collected.
    static let reservation = DemoEntry(
        warehouse: "MILL",
        reference: Reference(source: referenceSource, document: "GUESTHOUSE-7"),
        note: "Guest house at the lock, collects on Friday",
        lines: [line("TEA-EARLY-500", 6), line("MUG-TERN-SLATE", 12), line("OATCAKE-12", 24)]
    )

    private static func receipt(
        _ document: String,
        _ location: String,
        _ note: String,
        _ lines: [DemoEntry.Line]
    ) -> DemoEntry {
        DemoEntry(
            location: location,
            effectiveAt: opening,
            reference: Reference(source: referenceSource, document: document),
            note: note,
            lines: lines
        )
    }

    private static func line(
        _ sku: String,
        _ quantity: Quantity,
        lot: String? = nil,
        expiresOn: String? = nil,
        cost: String? = nil
    ) -> DemoEntry.Line {
        DemoEntry.Line(
            sku: sku,
            quantity: quantity,
            lot: lot,
            expiresOn: expiresOn,
            unitCost: cost.map { DemoEntry.Cost(amount: $0, currency: "GBP") }
        )
    }
}
