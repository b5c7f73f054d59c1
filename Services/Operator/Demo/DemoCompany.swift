import Contracts
import Kernel

/// Harbour Lane, a company that does not exist: a shop by the water and a storehouse behind it.
///
/// Everything has a name or a reference of its own, so loading it again changes nothing.
enum DemoCompany {
    static let shop = "HARBOUR"
    static let storehouse = "MILL"
    static let source = "pos_harbour"
    static let nonStockCodes = ["BAG", "GIFTWRAP", "DELIVERY*"]
    static let referenceSource = "demo"

    /// Parents before children.
    static let locations = [
        DemoLocation(code: "HARBOUR", name: "Harbour Lane shop", kind: "warehouse"),
        DemoLocation(code: "HARBOUR-FLOOR", name: "Shop floor", kind: "zone", parent: "HARBOUR"),
        DemoLocation(
            code: "HARBOUR-WINDOW",
            name: "Window display",
            kind: "bin",
            parent: "HARBOUR-FLOOR"
        ),
        DemoLocation(code: "MILL", name: "Old Mill storehouse", kind: "warehouse"),
        DemoLocation(code: "MILL-DRY", name: "Dry goods", kind: "zone", parent: "MILL"),
        DemoLocation(code: "MILL-DRY-1", name: "Dry goods, bin 1", kind: "bin", parent: "MILL-DRY"),
        DemoLocation(code: "MILL-DRY-2", name: "Dry goods, bin 2", kind: "bin", parent: "MILL-DRY"),
        DemoLocation(code: "MILL-COLD", name: "Cold room", kind: "zone", parent: "MILL"),
        DemoLocation(
            code: "MILL-COLD-1",
            name: "Cold room, bin 1",
            kind: "bin",
            parent: "MILL-COLD"
        ),
    ]
}
