/// Gathers the scalars that would be seen of a text on one line.
struct TerminalCleaner {
    private(set) var line = String.UnicodeScalarView()
    private var count = 0
    private var parser = EscapeParser()
    /// A carriage return erases only when something is written after it: `50%\r` still shows 50%.
    private var returned = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func feed(_ scalar: Unicode.Scalar) {
        guard parser.passes(scalar.value) else { return }
        switch scalar.value {
        case 0x09, 0x0A: append(" ")
        case 0x0D: returned = true
        case 0x00...0x1F, 0x7F...0x9F: break
        case 0x202A...0x202E, 0x2066...0x2069: break
        case 0x2028, 0x2029: append(" ")
        default: append(scalar)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if returned {
            line.removeAll(keepingCapacity: true)
            count = 0
            returned = false
        }
        guard count < limit else { return }
        line.append(scalar)
        count += 1
    }
}
