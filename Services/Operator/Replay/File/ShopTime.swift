import Kernel

/// When something happened, and which day that was in the shop.
struct ShopTime: Hashable, Sendable {
    let timestamp: Timestamp
    let day: CivilDate
}
