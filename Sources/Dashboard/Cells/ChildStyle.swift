/// How a child asked for its text to look, as far as that can do no harm: colours and the plain attributes.
package struct ChildStyle: Hashable, Sendable {
    /// Attributes, one bit each.
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
    }

    /// One of the 256 colours of a terminal; `nil` is the terminal's own.
    package var foreground: UInt8?
    package var background: UInt8?
    package var attributes: Attributes = []

    /// As the terminal shows text by itself.
    package static let plain = ChildStyle()

    /// Reads the parameters of an SGR sequence, such as `1;31` or `38;5;208`. What is not known changes nothing.
    mutating func apply(_ parameters: String) {
        // Colons part the values of one colour where semicolons part everything.
        var codes = parameters.split(omittingEmptySubsequences: false) { $0 == ";" || $0 == ":" }
            .map { Int($0) ?? 0 }[...]
        while let code = codes.popFirst() {
            switch code {
            case 0: self = .plain
            case 1: attributes.insert(.bold)
            case 2: attributes.insert(.dim)
            case 4: attributes.insert(.underline)
            case 7: attributes.insert(.reverse)
            case 22: attributes.subtract([.bold, .dim])
            case 24: attributes.remove(.underline)
            case 27: attributes.remove(.reverse)
            case 30...37: foreground = UInt8(code - 30)
            case 38: foreground = Self.extended(&codes) ?? foreground
            case 39: foreground = nil
            case 40...47: background = UInt8(code - 40)
            case 48: background = Self.extended(&codes) ?? background
            case 49: background = nil
            case 90...97: foreground = UInt8(code - 90 + 8)
            case 100...107: background = UInt8(code - 100 + 8)
            default: break
            }
        }
    }

    /// The rest of a colour out of 256, or of a true colour, which becomes the nearest of the 256.
    private static func extended(_ codes: inout ArraySlice<Int>) -> UInt8? {
        switch codes.popFirst() {
        case 5: return codes.popFirst().flatMap { UInt8(exactly: $0) }
        case 2:
            let channels = codes.prefix(3)
            codes = codes.dropFirst(3)
            guard channels.count == 3, channels.allSatisfy({ (0...255).contains($0) }) else { return nil }
            // The colour cube of six steps a channel begins at 16.
            return UInt8(channels.reduce(0) { $0 * 6 + ($1 < 48 ? 0 : min(5, ($1 - 35) / 40)) } + 16)
        default: return nil
        }
    }
}
