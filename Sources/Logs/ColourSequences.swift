/// The escape sequences by which a child chooses how its text looks (SGR, `ESC [ … m`).
enum ColourSequences {
    /// The most bytes of them that are of interest: far more than it takes to choose everything there is.
    private static let longest = 1_024

    /// Those in force after some bytes: all since the last one that takes everything back.
    static func inForce(after bytes: [UInt8]) -> [UInt8] {
        var found: [UInt8] = []
        var rest = bytes[...]
        while let escape = rest.firstIndex(of: 0x1B) {
            rest = rest[escape...].dropFirst()
            guard rest.first == UInt8(ascii: "[") else { continue }
            let parameters = rest.dropFirst().prefix { (0x30...0x3B).contains($0) }
            rest = rest[parameters.endIndex...]
            guard rest.first == UInt8(ascii: "m") else { continue }
            if parameters.prefix(while: { $0 != UInt8(ascii: ";") }).allSatisfy({ $0 == UInt8(ascii: "0") }) {
                found = []
            }
            if parameters.contains(where: { $0 > UInt8(ascii: "0") }) {
                found += [0x1B, UInt8(ascii: "[")] + parameters + [UInt8(ascii: "m")]
            }
            if found.count > longest { found = Array(found.suffix(longest / 2).drop { $0 != 0x1B }) }
        }
        return found
    }
}
