/// One line of a script.
enum Directive {
    case print(String)
    case printError(String)
    case sleep(seconds: Double)
    case lines(Int, everySeconds: Double)
    case bytes(Int)
    case exit(Int32)
    /// With `times`, only the first so many attempts fail.
    case fail(Trouble, times: Int?)
    case ignoreTermination
    /// `escapes` puts the child into a session of its own.
    case fork(seconds: Double, escapes: Bool)
    case closeInput
    case closeOutput
    /// The next line that is printed has no newline at its end.
    case leaveLineOpen
    case hostileEscapes
    case hang

    /// Reads one line of the prompt; `nil` for a line that is not a directive.
    init?(line: Substring) throws(Misuse) {
        guard line.first == "@" else { return nil }
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let text = words.count > 1 ? String(words[1]) : ""
        var arguments = Arguments(directive: String(words[0]), text.split(separator: " "))
        switch words[0] {
        case "@print":
            self = .print(text)
            return
        case "@stderr":
            self = .printError(text)
            return
        case "@sleep": self = .sleep(seconds: try arguments.seconds())
        case "@lines": self = .lines(try arguments.count(), everySeconds: try arguments.seconds(default: 0))
        case "@bytes": self = .bytes(try arguments.count())
        case "@exit": self = .exit(Int32(try arguments.count(upTo: 255)))
        case "@fail": self = .fail(try arguments.trouble(), times: arguments.isEmpty ? nil : try arguments.count())
        case "@ignore-term": self = .ignoreTermination
        case "@fork": self = .fork(seconds: try arguments.seconds(), escapes: try arguments.flag("escape"))
        case "@close-stdin": self = .closeInput
        case "@close-stdout": self = .closeOutput
        case "@no-newline": self = .leaveLineOpen
        case "@ansi": self = .hostileEscapes
        case "@hang": self = .hang
        default: throw Misuse("unknown directive \(words[0]); sample-agent --help lists them")
        }
        try arguments.end()
    }
}

/// The words after a directive's name, taken one by one.
private struct Arguments {
    private let directive: String
    private var words: ArraySlice<Substring>

    init(directive: String, _ words: [Substring]) {
        self.directive = directive
        self.words = words[...]
    }

    var isEmpty: Bool { words.isEmpty }

    mutating func seconds(default fallback: Double? = nil) throws(Misuse) -> Double {
        if isEmpty, let fallback { return fallback }
        guard let word = words.popFirst(), let seconds = Double(word), seconds >= 0, seconds < 1e9 else {
            throw Misuse("\(directive) needs a number of seconds")
        }
        return seconds
    }

    mutating func count(upTo limit: Int = .max) throws(Misuse) -> Int {
        guard let word = words.popFirst(), let count = Int(word), (0...limit).contains(count) else {
            throw Misuse("\(directive) needs a whole number" + (limit < .max ? " from 0 to \(limit)" : ""))
        }
        return count
    }

    mutating func trouble() throws(Misuse) -> Trouble {
        guard let word = words.popFirst(), let trouble = Trouble(rawValue: String(word)) else {
            let kinds = Trouble.allCases.map(\.rawValue).joined(separator: ", ")
            throw Misuse("\(directive) needs one of \(kinds)")
        }
        return trouble
    }

    mutating func flag(_ name: String) throws(Misuse) -> Bool {
        guard let word = words.popFirst() else { return false }
        guard word == name else { throw Misuse("\(directive) takes \(name) or nothing, not \(word)") }
        return true
    }

    func end() throws(Misuse) {
        guard let word = words.first else { return }
        throw Misuse("\(directive): nothing is known of \(word)")
    }
}
