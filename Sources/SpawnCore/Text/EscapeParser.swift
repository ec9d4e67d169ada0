/// Follows a terminal's parser just far enough to know what is no part of an escape sequence.
///
///     text ── ESC ──▶ escape ── [ ──▶ control sequence ── @…~ ──▶ text
///                       ├── ] P X ^ _ ──▶ string ── BEL, ST ──▶ text
///                       ├── space…/ ──▶ escape
///                       └── anything else ──▶ text
///
/// The C1 controls (U+0080–U+009F) start the same sequences in one scalar. CAN and SUB abort any of them.
package struct EscapeParser: Sendable {
    package enum State: Sendable {
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

    package private(set) var state = State.text

    package init() {}

    /// Whether it is between sequences.
    package var isInText: Bool { if case .text = state { true } else { false } }

    /// Takes the next scalar.
    ///
    /// - Parameter value: The scalar.
    /// - Returns: True when it is text, or a control character that is to be carried out; false for one that was part of a
    ///   sequence.
    package mutating func passes(_ value: UInt32) -> Bool {
        switch (state, value) {
        case (_, 0x18), (_, 0x1A): state = .text
        case (.string, 0x07), (.string, 0x9C), (.stringEscape, 0x5C): state = .text
        case (.string, 0x1B): state = .stringEscape
        case (.string, _): break
        case (_, 0x1B): state = .escape
        case (.escape, _), (.stringEscape, _): return passesEscaped(value)
        case (.controlSequence, 0x20...0x3F): break
        case (.controlSequence, 0x40...0x7E): state = .text
        case (.controlSequence, 0x00...0x1F): return true
        case (.controlSequence, _), (.text, _): return passesText(value)
        }
        return false
    }

    private mutating func passesEscaped(_ value: UInt32) -> Bool {
        switch value {
        case 0x5B: state = .controlSequence
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F: state = .string
        case 0x20...0x2F: state = .escape
        case 0x30...0x7E: state = .text
        default: return passesText(value)
        }
        return false
    }

    private mutating func passesText(_ value: UInt32) -> Bool {
        switch value {
        case 0x9B: state = .controlSequence
        case 0x90, 0x98, 0x9D, 0x9E, 0x9F: state = .string
        default:
            state = .text
            return true
        }
        return false
    }
}
