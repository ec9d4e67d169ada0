/// Reads keys out of the bytes a terminal sends.
///
///     ground ──ESC──> escape ──[ O──> sequence ──final byte──> a key, the mouse, an answer; ground
///       ↑                │                 ├──[ M──> mouse ──three bytes──┐
///       │                │                 └──200~──> paste ──ESC [ 201 ~─┤
///       │                └─] P _ ^ X──> string ──BEL, ST──────────────────┤
///       └─────────────────────────────────────────────────────────────────┘
///
/// A string is what terminals answer about their colours, their names and the clipboard (OSC, DCS, APC, PM, SOS of ECMA-48);
/// nothing asked for here comes as one, so none means anything. The single bytes that stand for ESC and a letter (C1) are
/// known too, as bytes and as UTF-8.
///
/// An ESC with nothing after it may be the key or the beginning of a sequence, and one that is begun may never end: the
/// caller waits as long as ``patience`` says and calls ``flush()``. What is pasted is one text, so that it can press no keys.
package struct KeyParser: Sendable {
    private enum State {
        case ground, escape, sequence, mouse, paste, string
        /// After an ESC in a string.
        case stringEnd
    }

    private var state = State.ground
    /// The byte after ESC that began the sequence.
    private var opening = UInt8(0)
    private var parameters: [UInt8] = []
    /// The bytes of a character beyond ASCII that is not complete.
    private var text: [UInt8] = []
    /// True when that character comes with Alt.
    private var isAlt = false
    /// True when a string has begun to say something.
    private var hasContent = false
    private var pasted: [UInt8] = []
    private var pasteEnd = 0
    /// True after an ESC that was taken for the key because nothing followed in time.
    private var wasLate = false

    /// The most bytes kept of what is pasted.
    private static let longestPaste = 1_024

    package init() {}

    /// How long to wait for what is to follow; `nil` when nothing is.
    ///
    /// An ESC alone is short, because somebody may wait for what the key does. What has begun as a sequence comes in one go
    /// but for the way it takes: an Alt with a letter is not mistaken for one for long, the rest of an answer never for keys.
    package var patience: Duration? {
        switch state {
        case .ground, .paste: nil
        case .escape: .milliseconds(50)
        case .sequence where parameters.isEmpty: .milliseconds(100)
        case .string where !hasContent: .milliseconds(100)
        case .stringEnd: .milliseconds(100)
        case .sequence, .mouse, .string: .seconds(1)
        }
    }

    /// Reads bytes, in whatever pieces they come.
    package mutating func parse(_ bytes: some Sequence<UInt8>) -> [TerminalInput] {
        var inputs: [TerminalInput] = []
        var bytes = Array(bytes)[...]
        // The rest of an answer that was held up behind its ESC comes in one go, and nobody types so fast.
        if wasLate, bytes.count > 1, let first = bytes.first, open(first) { bytes = bytes.dropFirst() }
        wasLate = false
        for byte in bytes {
            if let input = feed(byte) { inputs.append(input) }
        }
        return inputs
    }

    /// Nothing followed in time: a pending ESC was the key, and anything else has no end.
    package mutating func flush() -> [TerminalInput] {
        guard patience != nil else { return [] }
        defer { state = .ground }
        wasLate = state == .escape
        return wasLate ? [.key(.escape)] : []
    }

    private mutating func feed(_ byte: UInt8) -> TerminalInput? {
        switch state {
        case .ground: return ground(byte)
        case .escape: return escape(byte)
        // With a backslash it was the end, with anything else the beginning of something new.
        case .stringEnd: return byte == 0x1B ? nil : escape(byte)
        case .sequence: return sequence(byte)
        case .mouse: return mouse(byte)
        case .paste: return paste(byte)
        case .string: return string(byte)
        }
    }

    private mutating func escape(_ byte: UInt8) -> TerminalInput? {
        if open(byte) { return nil }
        if byte == 0x1B { return .key(.escape) }
        state = .ground
        // Alt with a key is no key of ours; a control key is one whatever is before it.
        if byte < 0x20 { return ground(byte) }
        if byte >= 0xC0 {
            text = [byte]
            isAlt = true
        }
        return nil
    }

    /// Begins what a byte after ESC begins.
    ///
    /// - Returns: Whether it does.
    private mutating func open(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "O"):
            state = .sequence
            opening = byte
            parameters = []
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            state = .string
            hasContent = false
        default: return false
        }
        text = []
        return true
    }

    /// Begins what a C1 character begins, which stands for ESC and a byte 64 lower.
    private mutating func openC1(_ value: UInt32) { _ = open(UInt8(truncatingIfNeeded: value - 0x40)) }

    /// Ctrl-C and Ctrl-Z are keys wherever they come: no answer has them, and somebody may want to get out.
    private mutating func string(_ byte: UInt8) -> TerminalInput? {
        switch byte {
        case 0x07: state = .ground
        case 0x1B: state = .stringEnd
        case 0x03, 0x1A:
            state = .ground
            return ground(byte)
        // The end as a single byte, unless it is a part of a character.
        case 0x80...:
            let character = decode(byte)
            if byte == 0x9C && text.isEmpty && (character == nil || character == "\u{9C}") { state = .ground }
        default: text = []
        }
        hasContent = true
        return nil
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
        if byte < 0x80 { text = [] }
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

    private mutating func character(_ byte: UInt8) -> TerminalInput? {
        // A byte that begins no character and belongs to none is a control character of its own.
        if text.isEmpty, byte < 0xC0 {
            openC1(UInt32(byte))
            return nil
        }
        guard let decoded = decode(byte), !isAlt else { return nil }
        if let scalar = decoded.unicodeScalars.first, scalar.value < 0xA0 {
            openC1(scalar.value)
            return nil
        }
        return .key(.character(decoded))
    }

    /// The character that a byte beyond ASCII completes; `nil` when none is.
    private mutating func decode(_ byte: UInt8) -> Character? {
        if byte >= 0xC0 {
            text = []
            isAlt = false
        } else if text.isEmpty {
            return nil
        }
        text.append(byte)
        let decoded = String(validating: text, as: UTF8.self)?.first
        if decoded != nil || text.count >= 4 { text = [] }
        return decoded
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
