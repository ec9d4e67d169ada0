/// Reads keys out of the bytes a terminal sends.
///
///     ground ──ESC──> escape ──[ O──> sequence ──final byte──> a key, the mouse, an answer; ground
///       ↑                                  ├──[ M──> mouse ──three bytes──┐
///       │                                  └──200~──> paste ──ESC [ 201 ~─┤
///       └─────────────────────────────────────────────────────────────────┘
///
/// An ESC with nothing after it may be the key or the beginning of a sequence: the caller waits a moment and calls
/// ``flush()``. What is pasted is one text, so that it can press no keys.
package struct KeyParser: Sendable {
    private enum State {
        case ground, escape, sequence, mouse, paste
    }

    private var state = State.ground
    /// The byte after ESC that began the sequence.
    private var opening = UInt8(0)
    private var parameters: [UInt8] = []
    private var text: [UInt8] = []
    private var pasted: [UInt8] = []
    private var pasteEnd = 0

    /// The most bytes kept of what is pasted.
    private static let longestPaste = 1_024

    package init() {}

    /// True when an ESC waits for what follows.
    package var isPending: Bool { state == .escape }

    /// Reads bytes, in whatever pieces they come.
    package mutating func parse(_ bytes: some Sequence<UInt8>) -> [TerminalInput] {
        var inputs: [TerminalInput] = []
        for byte in bytes {
            if let input = feed(byte) { inputs.append(input) }
        }
        return inputs
    }

    /// Nothing followed in time: a pending ESC was the key.
    package mutating func flush() -> [TerminalInput] {
        guard state == .escape else { return [] }
        state = .ground
        return [.key(.escape)]
    }

    private mutating func feed(_ byte: UInt8) -> TerminalInput? {
        switch state {
        case .ground: return ground(byte)
        case .escape:
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") {
                state = .sequence
                opening = byte
                parameters = []
                return nil
            }
            if byte == 0x1B { return .key(.escape) }
            state = .ground
            // Alt with a key is no key of ours; a control key is one whatever is before it.
            return byte < 0x20 ? ground(byte) : nil
        case .sequence: return sequence(byte)
        case .mouse: return mouse(byte)
        case .paste: return paste(byte)
        }
    }

    private mutating func sequence(_ byte: UInt8) -> TerminalInput? {
        // No sequence has these within: what began as one was Alt with a key.
        if byte < 0x20 {
            state = .ground
            return ground(byte)
        }
        // The Linux console sends ESC [ [ and a letter for the function keys.
        let isOpen = byte == UInt8(ascii: "[") && parameters.isEmpty
        guard (0x40...0x7E).contains(byte), !isOpen else {
            if parameters.count < 32 { parameters.append(byte) }
            return nil
        }
        if byte == UInt8(ascii: "M"), opening == UInt8(ascii: "["), parameters.isEmpty {
            state = .mouse
            return nil
        }
        state = .ground
        return KeySequence(final: byte, parameters: String(decoding: parameters, as: UTF8.self)).input
            ?? startPaste(byte)
    }

    /// The mouse as terminals report it that do not know the newer form: button, column and row, each a byte 32 larger, the places
    /// counted from 1.
    private mutating func mouse(_ byte: UInt8) -> TerminalInput? {
        parameters.append(byte)
        guard parameters.count == 3 else { return nil }
        state = .ground
        let numbers = parameters.map { Int($0) - 32 }
        return MouseAction(button: numbers[0], column: numbers[1], row: numbers[2]).map { .mouse($0) }
    }

    private mutating func ground(_ byte: UInt8) -> TerminalInput? {
        switch byte {
        case 0x1B: state = .escape
        case 0x03: return .key(.interrupt)
        case 0x1A: return .key(.suspend)
        case 0x0C: return .key(.redraw)
        case 0x15: return .key(.eraseLine)
        case 0x09: return .key(.tab)
        case 0x0A, 0x0D: return .key(.enter)
        case 0x08, 0x7F: return .key(.backspace)
        case 0x20..<0x7F: return .key(.character(Character(Unicode.Scalar(byte))))
        case 0x80...: return character(byte)
        default: break
        }
        return nil
    }

    /// A byte of a character beyond ASCII.
    private mutating func character(_ byte: UInt8) -> TerminalInput? {
        if byte >= 0xC0 { text = [] }
        text.append(byte)
        guard let decoded = String(validating: text, as: UTF8.self)?.first else {
            if text.count >= 4 { text = [] }
            return nil
        }
        text = []
        return .key(.character(decoded))
    }

    private mutating func startPaste(_ final: UInt8) -> TerminalInput? {
        if final == UInt8(ascii: "~"), parameters == Array("200".utf8) {
            state = .paste
            pasted = []
        }
        return nil
    }

    private mutating func paste(_ byte: UInt8) -> TerminalInput? {
        let end: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
        pasteEnd = byte == end[pasteEnd] ? pasteEnd + 1 : (byte == end[0] ? 1 : 0)
        if pasted.count < Self.longestPaste { pasted.append(byte) }
        guard pasteEnd == end.count else { return nil }
        pasteEnd = 0
        state = .ground
        // The mark at its end is an escape sequence too.
        return .pasted(String(decoding: pasted.prefix { $0 != end[0] }, as: UTF8.self))
    }
}
