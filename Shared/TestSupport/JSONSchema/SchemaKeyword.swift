/// The keywords that restrict.
enum SchemaKeyword: String {
    case reference = "$ref"
    case type
    case `enum`
    case const
    case allOf
    case anyOf
    case oneOf
    case not
    case properties
    case required
    case additionalProperties
    case propertyNames
    case minProperties
    case maxProperties
    case items
    case minItems
    case maxItems
    case uniqueItems
    case minLength
    case maxLength
    case pattern
    case format
    case minimum
    case maximum
}
