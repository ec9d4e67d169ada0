/// Turns what a child wrote into lines that are safe and pleasant to show.
///
///     text ──ESC──> escape ──[──> control sequence ──final byte──> text
///                     │ ──] P X ^ _──> string ──BEL, ESC \, line end──> text
///                     └─anything else──> text
///
/// Escape sequences disappear whole, even those cut off at the end; a carriage return begins the line anew, as progress
/// bars want it; backspaces and tabs are carried out.
struct OutputCleaner {
    private enum State {
        case text, escape, controlSequence, string, stringEscape
    }

    private var state = State.text
    private var line = String.UnicodeScalarView()
    private var length = 0
    private var returned = false
    private(set) var lines: [String] = []

    /// The lines of a text, the last one included when it has no line end.
    static func lines(of bytes: [UInt8]) -> [String] {
        var cleaner = OutputCleaner()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { cleaner.feed(scalar) }
        if !cleaner.line.isEmpty { cleaner.endLine() }
        return cleaner.lines
    }

    private mutating func feed(_ scalar: Unicode.Scalar) {
        if scalar == "\n" {
            state = .text
            return endLine()
        }
        switch state {
        case .text: text(scalar)
        case .escape: state = Self.afterEscape(scalar)
        case .controlSequence: if (0x40...0x7E).contains(scalar.value) { state = .text }
        case .string:
            if scalar == "\u{7}" || scalar == "\u{9C}" { state = .text }
            if scalar == "\u{1B}" { state = .stringEscape }
        case .stringEscape: state = scalar == "\\" ? .text : Self.afterEscape(scalar)
        }
    }

    private static func afterEscape(_ scalar: Unicode.Scalar) -> State {
        switch scalar {
        case "[": .controlSequence
        case "]", "P", "X", "^", "_": .string
        case "\u{20}"..."\u{2F}", "\u{1B}": .escape
        default: .text
        }
    }

    private mutating func text(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{1B}": state = .escape
        case "\u{9B}": state = .controlSequence
        case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": state = .string
        case "\r": returned = true
        case "\t": for _ in 0..<(8 - length % 8) { append(" ") }
        case "\u{8}": if !line.isEmpty { length -= Self.columns(line.removeLast()) }
        case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": break
        default: append(scalar)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if returned {
            returned = false
            line = String.UnicodeScalarView()
            length = 0
        }
        line.append(scalar)
        length += Self.columns(scalar)
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        if case .columns(let columns) = ScalarWidth.of(scalar) { columns } else { 0 }
    }

    private mutating func endLine() {
        lines.append(String(line))
        line = String.UnicodeScalarView()
        length = 0
        returned = false
    }
}
