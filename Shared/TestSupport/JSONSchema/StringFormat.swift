import FoundationEssentials
import Kernel

/// The formats of strings that the contracts use.
enum StringFormat: String {
    case uuid
    case dateTime = "date-time"
    case date
    case uri
    case email
    case password

    func accepts(_ text: String) -> Bool {
        switch self {
        case .uuid: UUID(uuidString: text) != nil
        case .dateTime: Timestamp(text) != nil
        case .date: CivilDate(text) != nil
        case .uri: text.contains(":") && !text.contains(" ")
        case .email: text.split(separator: "@", omittingEmptySubsequences: false).count == 2
        case .password: true
        }
    }
}
