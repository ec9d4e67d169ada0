/// Reads keys out of the bytes a terminal sends.
///
///     ground ──ESC──> escape ──[ O──> sequence ──final byte──> a key, ground
///       ↑                                  └──200~──> paste ──ESC [ 201 ~──┐
///       └────────────────────────────────────────────────────────────────────┘
///
/// An ESC with nothing after it may be the key or the beginning of a sequence: the caller waits a moment and calls
/// ``flush()``. What is pasted is swallowed, so that no text can press keys.
package struct KeyParser: Sendable {
    /// What the bytes meant.
    package enum Input: Equatable, Sendable {
        case key(Key)
        case pasted
    }

    private enum State {
        case ground, escape, sequence, paste
    }

    private var state = State.ground
    private var parameters: [UInt8] = []
    private var text: [UInt8] = []
    private var pasteEnd = 0

    package init() {}

    /// True when an ESC waits for what follows.
    package var isPending: Bool { state == .escape }

    /// Reads bytes, in whatever pieces they come.
    package mutating func parse(_ bytes: some Sequence<UInt8>) -> [Input] {
        var inputs: [Input] = []
        for byte in bytes {
            if let input = feed(byte) { inputs.append(input) }
        }
        return inputs
    }

    /// Nothing followed in time: a pending ESC was the key.
    package mutating func flush() -> [Input] {
        guard state == .escape else { return [] }
        state = .ground
        return [.key(.escape)]
    }

    private mutating func feed(_ byte: UInt8) -> Input? {
        switch state {
        case .ground: return ground(byte)
        case .escape:
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") {
                state = .sequence
                parameters = []
                return nil
            }
            if byte == 0x1B { return .key(.escape) }
            state = .ground
            return nil  // Alt with a key: no key of ours.
        case .sequence:
            guard (0x40...0x7E).contains(byte) else {
                if parameters.count < 32 { parameters.append(byte) }
                return nil
            }
            return endSequence(byte)
        case .paste:
            return paste(byte)
        }
    }

    private mutating func ground(_ byte: UInt8) -> Input? {
        switch byte {
        case 0x1B: state = .escape
        case 0x03: return .key(.interrupt)
        case 0x1A: return .key(.suspend)
        case 0x0C: return .key(.redraw)
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
    private mutating func character(_ byte: UInt8) -> Input? {
        if byte >= 0xC0 { text = [] }
        text.append(byte)
        guard let decoded = String(validating: text, as: UTF8.self)?.first else {
            if text.count >= 4 { text = [] }
            return nil
        }
        text = []
        return .key(.character(decoded))
    }

    private mutating func endSequence(_ final: UInt8) -> Input? {
        state = .ground
        switch (final, parameters.prefix { $0 != UInt8(ascii: ";") }) {
        case (UInt8(ascii: "A"), _): return .key(.up)
        case (UInt8(ascii: "B"), _): return .key(.down)
        case (UInt8(ascii: "C"), _): return .key(.right)
        case (UInt8(ascii: "D"), _): return .key(.left)
        case (UInt8(ascii: "H"), _): return .key(.home)
        case (UInt8(ascii: "F"), _): return .key(.end)
        case (UInt8(ascii: "M"), []): return .key(.enter)
        case (UInt8(ascii: "~"), let number):
            switch String(decoding: number, as: UTF8.self) {
            case "1", "7": return .key(.home)
            case "4", "8": return .key(.end)
            case "5": return .key(.pageUp)
            case "6": return .key(.pageDown)
            case "200": state = .paste
            default: break
            }
        default: break
        }
        return nil
    }

    private mutating func paste(_ byte: UInt8) -> Input? {
        let end: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
        pasteEnd = byte == end[pasteEnd] ? pasteEnd + 1 : (byte == end[0] ? 1 : 0)
        guard pasteEnd == end.count else { return nil }
        pasteEnd = 0
        state = .ground
        return .pasted
    }
}
