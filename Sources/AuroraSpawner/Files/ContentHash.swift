/// A short name for some bytes (FNV-1a, 64 bits): the same for the same bytes, and of no use against somebody who looks for others
/// that have it too.
package enum ContentHash {
    /// The hash, as hexadecimal digits.
    package static func of(_ bytes: some Sequence<UInt8>) -> String {
        String(bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
    }
}
