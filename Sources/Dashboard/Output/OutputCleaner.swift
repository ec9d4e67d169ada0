/// Turns what a child wrote into lines that are safe and pleasant to show.
///
///     text ──ESC──> escape ──[──> control sequence ──final byte──> text
///                     │ ──] P X ^ _──> string ──BEL, ESC \, line end──> text
///                     └─anything else──> text
///
/// Escape sequences disappear whole, even those cut off at the end; of those for colours the effect stays. A carriage return
/// begins the line anew, as progress bars want it; backspaces and tabs are carried out.
struct OutputCleaner {
    private enum State {
        case text, escape, controlSequence, string, stringEscape
    }

    private var state = State.text
    private var parameters = ""
    private var style = ChildStyle.plain
    private var line = String.UnicodeScalarView()
    private var turns: [OutputLine.Turn] = []
    private var scalars = 0
    private var length = 0
    private var returned = false
    private(set) var lines: [OutputLine] = []

    /// The lines of a text, the last one included when it has no line end.
    static func lines(of bytes: [UInt8]) -> [OutputLine] {
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
        case .escape: state = afterEscape(scalar)
        case .controlSequence: control(scalar)
        case .string:
            if scalar == "\u{7}" || scalar == "\u{9C}" { state = .text }
            if scalar == "\u{1B}" { state = .stringEscape }
        case .stringEscape: state = scalar == "\\" ? .text : afterEscape(scalar)
        }
    }

    private mutating func afterEscape(_ scalar: Unicode.Scalar) -> State {
        parameters = ""
        return switch scalar {
        case "[": .controlSequence
        case "]", "P", "X", "^", "_": .string
        case "\u{20}"..."\u{2F}", "\u{1B}": .escape
        default: .text
        }
    }

    private mutating func control(_ scalar: Unicode.Scalar) {
        guard (0x40...0x7E).contains(scalar.value) else {
            if parameters.utf8.count < 64 { parameters.unicodeScalars.append(scalar) }
            return
        }
        state = .text
        if scalar == "m" { style.apply(parameters) }
    }

    private mutating func text(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{1B}": state = .escape
        case "\u{9B}":
            parameters = ""
            state = .controlSequence
        case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}": state = .string
        case "\r": returned = true
        case "\t": for _ in 0..<(8 - length % 8) { append(" ") }
        case "\u{8}": eraseLast()
        case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": break
        default: append(scalar)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if returned { clear() }
        if style != turns.last?.style ?? .plain { turns.append(OutputLine.Turn(start: scalars, style: style)) }
        line.append(scalar)
        scalars += 1
        length += ScalarWidth.columns(scalar)
    }

    private mutating func eraseLast() {
        guard let last = line.popLast() else { return }
        scalars -= 1
        length -= ScalarWidth.columns(last)
        while let turn = turns.last, turn.start >= scalars { turns.removeLast() }
    }

    private mutating func endLine() {
        lines.append(OutputLine(String(line), turns: turns))
        clear()
    }

    private mutating func clear() {
        line = String.UnicodeScalarView()
        turns = []
        scalars = 0
        length = 0
        returned = false
    }
}
