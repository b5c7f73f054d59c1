import Foundation
import Kernel
import SealStore
import Sealing

/// The keys of a file, and which of them signs.
struct SealKeys: Sendable {
    /// The oldest first.
    private let keys: [SigningKey]

    /// Reads a file of keys, one in each line.
    ///
    /// - Throws: ``SealKeyFailure``, or what reading the file does.
    init(file path: String) throws {
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        try self.init(text)
    }

    init(_ text: String) throws(SealKeyFailure) {
        var keys: [SigningKey] = []
        for line in text.split(separator: "\n").map({ $0.filter { !$0.isWhitespace } })
        where !line.isEmpty {
            guard let key = Hexadecimal.bytes(line).flatMap({ SigningKey(secret: $0) }) else {
                throw .unreadable
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw .unreadable }
        self.keys = keys
    }

    /// Who signs the next checkpoint, and the record of a key that has to be introduced first.
    ///
    /// - Parameters:
    ///   - records: The keys that have been introduced.
    ///   - number: Of that checkpoint.
    func signer(
        of ledger: SealedID,
        after records: [KeyRecord],
        forCheckpoint number: Int64,
        at time: Timestamp
    ) throws -> (key: SigningKey, introduction: KeyRecord?) {
        guard let newest = self.keys.last else { throw SealKeyFailure.unreadable }
        guard let last = records.last else {
            return (newest, try self.introduce(newest, to: ledger, 1, number, time, by: newest))
        }
        if last.key == newest.verifying { return (newest, nil) }
        let current = try self.signer(of: last)
        // Each key signs once at least, so that their order can be told from checkpoints.
        guard number > last.firstCheckpoint else { return (current, nil) }
        let next = last.number + 1
        return (newest, try self.introduce(newest, to: ledger, next, number, time, by: current))
    }

    /// The secret half of the key that was introduced last.
    func signer(of record: KeyRecord) throws(SealKeyFailure) -> SigningKey {
        guard let key = self.keys.last(where: { $0.verifying == record.key }) else {
            throw .strange(record.key.fingerprint)
        }
        return key
    }

    private func introduce(
        _ key: SigningKey,
        to ledger: SealedID,
        _ number: Int64,
        _ checkpoint: Int64,
        _ time: Timestamp,
        by signer: SigningKey
    ) throws -> KeyRecord {
        try KeyRecord(
            introducing: key.verifying,
            to: ledger,
            number: number,
            firstCheckpoint: checkpoint,
            at: time,
            signedBy: signer
        )
    }
}

/// Why no checkpoint can be signed.
enum SealKeyFailure: Error, Hashable {
    /// The file does not hold keys of 64 hexadecimal digits, one in each line.
    case unreadable
    /// The file does not hold the key that has signed so far, which has to introduce the next.
    case strange(SealHash)
}

extension SealKeyFailure: CustomStringConvertible {
    var description: String {
        switch self {
        case .unreadable: "the key file has to hold 64 hexadecimal digits in each line"
        case .strange(let fingerprint):
            "the key file lacks the key that signed so far, whose fingerprint is \(fingerprint)"
        }
    }
}
