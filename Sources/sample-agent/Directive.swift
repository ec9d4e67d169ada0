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
    case tool(String, String, isDenied: Bool)
    /// One more line of what the call that follows gives back.
    case gives(String)
    case todo(done: Int, total: Int)
    /// Tokens of each turn that follows.
    case usage(input: Int, output: Int, cached: Int)
    /// What each turn that follows costs.
    case cost(microdollars: Int)
    case retry(status: Int, count: Int, everySeconds: Double)
    case window(String, percent: Int, resetsInSeconds: Int)
    /// With `times`, only the first so many attempts meet it.
    case limit(resetsInSeconds: Int, times: Int?)
    /// The result is out, and the program lives on.
    case result
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
        case "@tool", "@deny":
            let (name, object) = try arguments.call(text)
            self = .tool(name, object, isDenied: words[0] == "@deny")
            return
        case "@gives":
            self = .gives(text)
            return
        case "@todo": self = .todo(done: try arguments.count(), total: try arguments.count(upTo: 1000))
        case "@usage":
            self = .usage(
                input: try arguments.count(), output: try arguments.count(),
                cached: arguments.isEmpty ? 0 : try arguments.count())
        case "@cost": self = .cost(microdollars: Int((try arguments.seconds() * 1_000_000).rounded()))
        case "@retry":
            self = .retry(
                status: try arguments.count(upTo: 599), count: arguments.isEmpty ? 1 : try arguments.count(upTo: 1000),
                everySeconds: try arguments.seconds(default: 0.5))
        case "@window":
            self = .window(
                try arguments.word(), percent: try arguments.count(upTo: 100), resetsInSeconds: try arguments.count())
        case "@limit":
            self = .limit(
                resetsInSeconds: try arguments.count(), times: arguments.isEmpty ? nil : try arguments.count())
        case "@result": self = .result
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

    mutating func word() throws(Misuse) -> String {
        guard let word = words.popFirst() else { throw Misuse("\(directive) needs a name") }
        return String(word)
    }

    /// The name of a tool, and the rest of the line as what it is called with.
    mutating func call(_ text: String) throws(Misuse) -> (name: String, object: String) {
        let name = try word()
        return (name, String(text.drop { $0 == " " }.dropFirst(name.count).drop { $0 == " " }))
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
