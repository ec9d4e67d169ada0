/// What an agent does that was given no script: a short, plausible session, the same for the same prompt.
struct Persona {
    private struct Step {
        var seconds: Double
        var line: String
    }

    private let steps: [Step]

    init(agent: String?, promptHash: UInt64) {
        var chance = SplitMix(state: promptHash)
        for byte in (agent ?? "").utf8 { chance.state = chance.state &* 31 &+ UInt64(byte) }
        let lines = Self.lines(using: &chance)
        let shares = lines.map { _ in Double.random(in: 0.3...1, using: &chance) }
        let seconds = Double.random(in: 0.5...3, using: &chance) / shares.reduce(0, +)
        steps = zip(shares, lines).map { Step(seconds: $0 * seconds, line: $1) }
    }

    func perform(in voice: inout some Voice) {
        for step in steps {
            pause(step.seconds)
            let words = step.line.split(separator: " ", maxSplits: 1).map(String.init)
            if !(voice is ProseVoice), let tool = Self.tools[words[0]] {
                let object = words.last ?? ""
                voice.call(tool, object, gives: Self.result(of: tool, object), isDenied: false)
            } else {
                voice.say(step.line)
            }
        }
    }

    /// What is a call of a tool where calls are told as such.
    private static let tools = ["reading": "Read", "editing": "Edit", "running": "Bash"]

    /// What such a call gives back.
    private static func result(of tool: String, _ object: String) -> String {
        switch tool {
        case "Read": (1...3 * object.utf8.count).map { "\($0)  // line \($0) of \(object)" }.joined(separator: "\n")
        case "Bash": (["Building for debugging..."] + files.map { "Compiling \($0)" } + ["ok"]).joined(separator: "\n")
        default: "ok"
        }
    }

    private static func lines(using chance: inout SplitMix) -> [String] {
        let known = files.shuffled(using: &chance)
        let changed = known.prefix(Int.random(in: 1...3, using: &chance))
        let tests = Int.random(in: 12...240, using: &chance)
        var lines = known.prefix(changed.count + 2).map { "reading \($0)" }
        for file in changed {
            lines.append("editing \(file)")
            if Bool.random(using: &chance) { lines.append("running swift build") }
        }
        lines.append("running swift test")
        if Int.random(in: 0..<3, using: &chance) == 0 {
            lines += ["1 of \(tests) tests failed", "editing \(known[0])", "running swift test"]
        }
        return lines + [
            "\(tests) tests passed", "Done: \(changed.count == 1 ? "1 file" : "\(changed.count) files") changed.",
        ]
    }

    private static let files = [
        "Package.swift", "README.md", "Sources/App/Configuration.swift", "Sources/App/main.swift",
        "Sources/Engine/Cache.swift", "Sources/Engine/Request.swift", "Sources/Engine/Run.swift",
        "Sources/Engine/Scheduler.swift", "Sources/Interface/Table.swift", "Sources/Interface/Theme.swift",
        "Sources/Storage/Index.swift", "Sources/Storage/Journal.swift", "Tests/EngineTests/RunTests.swift",
        "Tests/StorageTests/JournalTests.swift",
    ]
}

/// A small generator (SplitMix64): the same state gives the same session.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
