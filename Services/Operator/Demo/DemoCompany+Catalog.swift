extension DemoCompany {
    /// Two dozen variants of a dozen products.
    static let variants = drinks + larder + table + outdoors

    private static let drinks = [
        tea(
            "TEA-EARLY-100",
            "Early Tide breakfast tea",
            "100 g tin",
            "2004100000371",
            grams: "180"
        ),
        tea(
            "TEA-EARLY-500",
            "Early Tide breakfast tea",
            "500 g bag",
            "2004100000746",
            grams: "520"
        ),
        tea("TEA-NETTLE-50", "Nettle and mint infusion", "50 g tin", "2004100001118", grams: "130"),
        coffee("COF-PIER-250", "250 g, whole bean", "2004100001484", grind: "whole"),
        coffee("COF-PIER-250F", "250 g, filter grind", "2004100001859", grind: "filter"),
    ]

    private static let larder = [
        DemoVariant(
            sku: "HONEY-HEATHER",
            product: "Heather honey",
            category: "Larder > Sweet",
            barcode: "2004100002221",
            tracking: "lot",
            weightGrams: "410",
            temperatureClass: "ambient",
            velocityClass: "B"
        ),
        DemoVariant(
            sku: "BUTTER-SALT",
            product: "Salted farm butter",
            category: "Larder > Chilled",
            barcode: "2004100002597",
            tracking: "lot",
            hasExpiry: true,
            shelfLifeDays: 60,
            weightGrams: "250",
            temperatureClass: "chilled",
            velocityClass: "A"
        ),
        DemoVariant(
            sku: "OATCAKE-12",
            product: "Oatcakes, twelve",
            category: "Larder > Baked",
            barcode: "2004100002962",
            packQuantity: "1",
            weightGrams: "310",
            velocityClass: "A"
        ),
    ]

    private static let table = [
        mug("MUG-TERN-BLUE", "Blue", "2004100003334"),
        mug("MUG-TERN-SAND", "Sand", "2004100003709"),
        mug("MUG-TERN-SLATE", "Slate", "2004100004072"),
        DemoVariant(
            sku: "TEAPOT-ROUND",
            product: "Round teapot",
            category: "Table > Pots",
            barcode: "2004100004447",
            weightGrams: "860",
            velocityClass: "C",
            attributes: ["material": "stoneware", "volume": "1.1 l"]
        ),
        DemoVariant(
            sku: "BOARD-ASH",
            product: "Ash bread board",
            category: "Table > Boards",
            barcode: "2004100004812",
            weightGrams: "1240.5",
            velocityClass: "C",
            attributes: ["material": "ash"]
        ),
    ]

    private static let outdoors = [
        blanket("BLANKET-KELP", "Kelp green", "2004100005185"),
        blanket("BLANKET-FOG", "Fog grey", "2004100005550"),
        DemoVariant(
            sku: "LANTERN-DECK",
            product: "Deck lantern",
            category: "Outdoors > Light",
            barcode: "2004100005925",
            tracking: "serial",
            weightGrams: "1500",
            velocityClass: "C"
        ),
        DemoVariant(
            sku: "CANDLE-TALL-6",
            product: "Tall candles, six",
            category: "Outdoors > Light",
            barcode: "2004100006298",
            packQuantity: "1",
            weightGrams: "420",
            velocityClass: "B"
        ),
    ]

    private static func tea(
        _ sku: String,
        _ product: String,
        _ name: String,
        _ barcode: String,
        grams: String
    ) -> DemoVariant {
        DemoVariant(
            sku: sku,
            product: product,
            name: name,
            category: "Drinks > Tea",
            barcode: barcode,
            weightGrams: grams,
            temperatureClass: "ambient",
            velocityClass: "A"
        )
    }

    private static func coffee(
        _ sku: String,
        _ name: String,
        _ barcode: String,
        grind: String
    ) -> DemoVariant {
        DemoVariant(
            sku: sku,
            product: "Pier coffee",
            name: name,
            category: "Drinks > Coffee",
            barcode: barcode,
            weightGrams: "265",
            temperatureClass: "ambient",
            velocityClass: "A",
            attributes: ["grind": grind]
        )
    }

    private static func mug(_ sku: String, _ colour: String, _ barcode: String) -> DemoVariant {
        DemoVariant(
            sku: sku,
            product: "Tern mug",
            name: colour,
            category: "Table > Mugs",
            barcode: barcode,
            weightGrams: "330",
            velocityClass: "B",
            attributes: ["colour": colour.lowercased(), "material": "stoneware"]
        )
    }

    private static func blanket(_ sku: String, _ colour: String, _ barcode: String) -> DemoVariant {
        DemoVariant(
            sku: sku,
            product: "Wool blanket",
            name: colour,
            category: "Outdoors > Blankets",
            barcode: barcode,
            weightGrams: "1100",
            velocityClass: "C",
            attributes: ["colour": colour.lowercased(), "material": "wool"]
        )
    }
}
