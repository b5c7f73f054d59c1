/// What the tables hold that no code of ours could have written.
enum StoreError: Error, Hashable {
    case unknownChoice(column: String)
}
