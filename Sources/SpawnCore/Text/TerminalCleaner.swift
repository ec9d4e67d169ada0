/// Follows a terminal's parser just far enough to know which scalars would appear as text.
///
///     text ── ESC ──▶ escape ── [ ──▶ control sequence ── @…~ ──▶ text
///                       ├── ] P X ^ _ ──▶ string ── BEL, ST ──▶ text
///                       ├── space…/ ──▶ escape
///                       └── anything else ──▶ text
///
/// The C1 controls (U+0080–U+009F) start the same sequences in one scalar. CAN and SUB abort any of them.
struct TerminalCleaner {
    private enum State {
        /// Scalars are text.
        case text
        /// After an ESC.
        case escape
        /// In the parameters of a CSI sequence.
        case controlSequence
        /// In the payload of an OSC, DCS, SOS, PM or APC.
        case string
        /// After an ESC in such a payload.
        case stringEscape
    }

    private(set) var line = String.UnicodeScalarView()
    private var count = 0
    private var state = State.text
    /// A carriage return erases only when something is written after it: `50%\r` still shows 50%.
    private var returned = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func feed(_ scalar: Unicode.Scalar) {
        switch (state, scalar.value) {
        case (_, 0x18), (_, 0x1A): state = .text
        case (.string, 0x07), (.string, 0x9C): state = .text
        case (.string, 0x1B): state = .stringEscape
        case (.string, _): break
        case (.stringEscape, 0x5C): state = .text
        case (.stringEscape, _): feedEscaped(scalar)
        case (_, 0x1B): state = .escape
        case (.escape, _): feedEscaped(scalar)
        case (.controlSequence, 0x20...0x3F): break
        case (.controlSequence, 0x40...0x7E): state = .text
        case (.controlSequence, 0x00...0x1F): feedControl(scalar.value)
        case (.controlSequence, _), (.text, _): feedText(scalar)
        }
    }

    private mutating func feedEscaped(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x1B: state = .escape
        case 0x5B: state = .controlSequence
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F: state = .string
        case 0x20...0x2F: state = .escape
        case 0x21...0x7E: state = .text
        default: feedText(scalar)
        }
    }

    private mutating func feedText(_ scalar: Unicode.Scalar) {
        state = .text
        switch scalar.value {
        case 0x00...0x1F: feedControl(scalar.value)
        case 0x9B: state = .controlSequence
        case 0x90, 0x98, 0x9D, 0x9E, 0x9F: state = .string
        case 0x7F...0x9F: break
        case 0x202A...0x202E, 0x2066...0x2069: break
        case 0x2028, 0x2029: append(" ")
        default: append(scalar)
        }
    }

    private mutating func feedControl(_ value: UInt32) {
        switch value {
        case 0x09, 0x0A: append(" ")
        case 0x0D: returned = true
        default: break
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
