/// A part that is seldom there, kept beside the value that has it.
///
/// Without one it takes the room of a reference, so that a value with many such parts stays small to copy;
/// one that is there takes an allocation. Equality and hashing are those of what is wrapped.
@propertyWrapper
package enum Rare<Wrapped: Hashable & Sendable>: Hashable, Sendable {
    case absent
    indirect case present(Wrapped)

    package init() { self = .absent }

    package init(wrappedValue: Wrapped?) {
        self = wrappedValue.map(Self.present) ?? .absent
    }

    package var wrappedValue: Wrapped? {
        get {
            if case .present(let value) = self { value } else { nil }
        }
        set { self = Self(wrappedValue: newValue) }
    }
}
