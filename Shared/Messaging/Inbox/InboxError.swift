/// Why the inbox would not take a claim; nothing has changed.
package enum InboxError: Error, Hashable {
    /// The identifier was made before the oldest or after the newest partition. Whether the
    /// message took effect is no longer known, so it must not.
    case outsideRetention
}
