/// Money of chores.
enum ChoreMoney {
    /// The code for tests of ISO 4217, so that nobody's rates are touched.
    static let foreign = "XTS"
    /// In the currency of the book.
    static let rate = "0.8125"
}
