/// The rule for agent names: a leading dash would become an option of the tool that is started.
package enum AgentName {
    package static let allowed = "letters, digits, _ . / -, beginning with a letter, a digit or _"

    package static func isValid(_ name: some StringProtocol) -> Bool {
        var bytes = name.utf8.makeIterator()
        guard let first = bytes.next(), first.isWord else { return false }
        while let byte = bytes.next() {
            guard byte.isWord || "./-".utf8.contains(byte) else { return false }
        }
        return true
    }
}

/// The rule for models: as that for agents, with what else stands in the names of services: `llama3:8b`, `opus[1m]`,
/// `claude@20250514`.
package enum ModelName {
    package static let allowed = "letters, digits, _ . / : @ + = [ ] -, beginning with a letter, a digit or _"

    package static func isValid(_ name: some StringProtocol) -> Bool {
        var bytes = name.utf8.makeIterator()
        guard let first = bytes.next(), first.isWord else { return false }
        while let byte = bytes.next() {
            guard byte.isWord || "./:@+=[]-".utf8.contains(byte) else { return false }
        }
        return true
    }
}

extension UInt8 {
    fileprivate var isWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
