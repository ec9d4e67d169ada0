/// A control sequence of a terminal: the parameters between `ESC [` and the byte that ends it.
struct KeySequence {
    let final: UInt8
    let parameters: String

    /// What it means; `nil` when it means nothing here.
    var input: TerminalInput? {
        switch (Character(Unicode.Scalar(final)), parameters.first) {
        case ("M", "<"): return mouse
        case ("m", "<"): return nil  // A button was let go.
        case ("y", "?"): return answer
        case ("I", nil): return .focus(true)
        case ("O", nil): return .focus(false)
        case (_, "["): return nil  // A function key of the Linux console.
        default: return key.map { .key($0) }
        }
    }

    private var key: Key? {
        // Modifiers follow the first parameter and change nothing.
        let first = parameters.prefix { $0 != ";" }
        switch (Character(Unicode.Scalar(final)), first) {
        case ("A", _): return .up
        case ("B", _): return .down
        case ("C", _): return .right
        case ("D", _): return .left
        case ("H", _), ("~", "1"), ("~", "7"): return .home
        case ("F", _), ("~", "4"), ("~", "8"): return .end
        case ("~", "5"): return .pageUp
        case ("~", "6"): return .pageDown
        case ("M", ""): return .enter
        default: return nil
        }
    }

    /// `ESC [ < button ; column ; row M`, counted from 1.
    private var mouse: TerminalInput? {
        let numbers = parameters.dropFirst().split(separator: ";").map { UInt16($0).map(Int.init) }
        guard numbers.count == 3, let button = numbers[0], let column = numbers[1], let row = numbers[2] else {
            return nil
        }
        return MouseAction(button: button, column: column, row: row).map { .mouse($0) }
    }

    /// `ESC [ ? 2026 ; state $ y` answers the question for synchronized output; 1 to 3 is known, 0 and 4 is not to be had.
    private var answer: TerminalInput? {
        let words = parameters.dropFirst().dropLast(parameters.hasSuffix("$") ? 1 : 0).split(separator: ";")
        guard words.count == 2, words[0] == "2026" else { return nil }
        return .synchronizedOutput(["1", "2", "3"].contains(words[1]))
    }
}

extension MouseAction {
    /// What a terminal reports, at a place counted from 1; `nil` when it means nothing here.
    init?(button: Int, column: Int, row: Int) {
        let kind: Kind
        switch button {
        case 0: kind = .press
        case 64: kind = .wheelUp
        case 65: kind = .wheelDown
        default: return nil
        }
        self.init(kind, column: max(0, column - 1), row: max(0, row - 1))
    }
}
