/// The rule for agent names: a leading dash would become an option of the tool that is started.
package enum AgentName {
    package static let allowed = "letters, digits, _ . / -, beginning with a letter, a digit or _"

    package static func isValid(_ name: some StringProtocol) -> Bool {
        var bytes = name.utf8.makeIterator()
        guard let first = bytes.next(), isWord(first) else { return false }
        while let byte = bytes.next() {
            guard isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
            else { return false }
        }
        return true
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
