/// Tells that ``JSONReader`` does not take a text; not that anything is wrong with it.
@usableFromInline
package struct JSONMisfit: Error {
    @usableFromInline
    package init() {}
}
