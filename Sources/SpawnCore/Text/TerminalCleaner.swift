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
        case 0x09, 0x0A, 0x2028, 0x2029: append(" ")
        case 0x0D: returned = true
        default: if !scalar.isObeyed { append(scalar) }
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
