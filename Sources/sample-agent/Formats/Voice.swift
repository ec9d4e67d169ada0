/// The form in which an agent tells what it does.
protocol Voice {
    /// What turns use from here on, and what they used so far.
    var turns: Turns { get set }
    /// It begins, or goes on with a conversation.
    func begin()
    /// It says something; what it says last is its answer.
    mutating func say(_ text: String)
    /// It calls a tool, which gives something back.
    mutating func call(_ tool: String, _ object: String, gives result: String, isDenied: Bool)
    /// So many of its things to do are done.
    mutating func todos(done: Int, of total: Int)
    /// Its service did not answer, and it tries again.
    func retry(_ number: Int, of total: Int, status: Int, in seconds: Double)
    /// How much of a window of its limit is used.
    func window(_ name: String, percent: Int, resetsIn seconds: Int)
    /// Its service serves nobody for so many seconds.
    mutating func limit(resetsIn seconds: Int)
    /// It gives up.
    mutating func fail(_ trouble: Trouble)
    /// Its work is done.
    mutating func finish()
    /// The conversation that was to be continued is not there.
    func missSession()
    /// The next line that it prints has no line break.
    mutating func leaveLineOpen()
}

extension Voice {
    /// Events are lines.
    mutating func leaveLineOpen() {}
}

/// What turns use, as a script says it.
struct Turns {
    /// Tokens of one turn.
    var input = 1_200
    var output = 90
    var cached = 8_000
    /// What one turn costs, in millionths of a dollar.
    var microdollars = 7_350

    /// How many there were, and what they used in all.
    private(set) var count = 0
    private(set) var allInput = 0
    private(set) var allOutput = 0
    private(set) var allCached = 0
    private(set) var allMicrodollars = 0

    /// Counts on from what was used before.
    mutating func goOn(from used: [Int]) { (allInput, allCached, allOutput) = (used[0], used[1], used[2]) }

    mutating func take() {
        count += 1
        allInput += input
        allOutput += output
        allCached += cached
        allMicrodollars += microdollars
    }
}

enum JSON {
    /// A text as JSON has it.
    static func text(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Millionths of a dollar as dollars.
    static func dollars(_ microdollars: Int) -> String {
        let rest = String(microdollars % 1_000_000)
        return "\(microdollars / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
    }
}
