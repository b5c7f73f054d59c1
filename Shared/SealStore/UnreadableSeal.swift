/// What is kept of the seals is not what they consist of.
package struct UnreadableSeal: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
