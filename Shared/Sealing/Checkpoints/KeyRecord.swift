package import Kernel

/// That a key signs checkpoints from one on, signed by the key before it.
///
/// The first one signs itself: whoever verifies has to know its fingerprint from elsewhere.
package struct KeyRecord: Codable, Hashable, Sendable {
    package let ledger: SealedID
    /// From 1, without gaps.
    package let number: Int64
    package let key: VerifyingKey
    /// The number of the first checkpoint that it may sign; the key before it may sign none from there.
    package let firstCheckpoint: Int64
    package let introducedAt: Timestamp
    package let signature: SealSignature

    package init(
        ledger: SealedID,
        number: Int64,
        key: VerifyingKey,
        firstCheckpoint: Int64,
        introducedAt: Timestamp,
        signature: SealSignature
    ) {
        self.ledger = ledger
        self.number = number
        self.key = key
        self.firstCheckpoint = firstCheckpoint
        self.introducedAt = introducedAt
        self.signature = signature
    }

    /// Introduces `key`.
    ///
    /// - Parameter signer: The key before it, or for the first one itself.
    package init(
        introducing key: VerifyingKey,
        to ledger: SealedID,
        number: Int64,
        firstCheckpoint: Int64,
        at time: Timestamp,
        signedBy signer: SigningKey
    ) throws {
        let content = Self.content(ledger, number, key, firstCheckpoint, time)
        self.init(
            ledger: ledger,
            number: number,
            key: key,
            firstCheckpoint: firstCheckpoint,
            introducedAt: time,
            signature: try signer.sign(content)
        )
    }

    func isSigned(by signer: VerifyingKey) -> Bool {
        let content = Self.content(
            self.ledger,
            self.number,
            self.key,
            self.firstCheckpoint,
            self.introducedAt
        )
        return signer.isValid(self.signature, of: content)
    }

    private static func content(
        _ ledger: SealedID,
        _ number: Int64,
        _ key: VerifyingKey,
        _ firstCheckpoint: Int64,
        _ time: Timestamp
    ) -> [UInt8] {
        var encoding = CanonicalEncoding(.key)
        encoding.add(1, ledger)
        encoding.add(2, number)
        encoding.add(3, key.bytes)
        encoding.add(4, firstCheckpoint)
        encoding.add(5, time)
        return encoding.bytes
    }
}
