import Kernel

/// What somebody may do; every operation names the one that it needs.
package enum Permission: String, WordCodable, Hashable, Sendable, CodingKeyRepresentable {
    case catalogRead = "catalog.read"
    case catalogWrite = "catalog.write"
    case catalogImport = "catalog.import"
    case locationRead = "location.read"
    case locationWrite = "location.write"
    case stockRead = "stock.read"
    case stockReceive = "stock.receive"
    case stockAdjust = "stock.adjust"
    case stockTransfer = "stock.transfer"
    case stockSell = "stock.sell"
    case stockReturn = "stock.return"
    case stockReserve = "stock.reserve"
    case stockPick = "stock.pick"
    case stockCount = "stock.count"
    case stockReverse = "stock.reverse"
    case lotWrite = "lot.write"
    case posRead = "pos.read"
    case posManage = "pos.manage"
    case deadLetterRead = "dead-letter.read"
    case deadLetterManage = "dead-letter.manage"
    case userManage = "user.manage"
    case apiKeyManage = "api-key.manage"
    case auditRead = "audit.read"
    case sessionManage = "session.manage"
}
