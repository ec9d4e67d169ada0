import SpawnCore
import SpawnTestKit
import Testing

@testable import Dashboard

/// Every screen at the sizes it is designed for, as it was looked at when it was recorded.
struct ScreenSnapshotTests {
    private static let sizes = [(80, 24), (120, 40), (200, 60), (60, 15), (40, 10)]
        .map { Size(columns: $0.0, rows: $0.1) }

    /// A run that was recorded, the second of it at which somebody looks, and the keys they press then.
    struct Scene: CustomTestStringConvertible, Sendable {
        let name: String
        let recording: String
        let second: Double?
        let keys: [Key]
        var isReadOnly = false

        init(
            _ name: String, _ keys: String = "", in recording: String = "release", at second: Double? = 90,
            isReadOnly: Bool = false
        ) {
            self.name = name
            self.recording = recording
            self.second = second
            self.isReadOnly = isReadOnly
            self.keys = keys.map(Self.key)
        }

        var testDescription: String { name }

        /// Keys that write nothing have their sign here, as they have in the help.
        private static func key(_ sign: Character) -> Key {
            let signs: [Character: Key] = ["↑": .up, "↓": .down, "→": .right, "⇱": .home, "⏎": .enter]
            return signs[sign] ?? .character(sign)
        }
    }

    private static let scenes = [
        Scene("overview"),
        Scene("overview-running", "⇱↓↓↓↓↓↓"),
        Scene("overview-failed", "⇱↓↓↓"),
        Scene("overview-probing", at: 104),
        Scene("filter", "s⇱  /pars"),
        Scene("detail", "⇱↓⏎"),
        Scene("times", "⇱↓⏎T"),
        Scene("attempt", "⇱↓⏎[["),
        Scene("find", "⇱↓⏎/line 3⏎nw"),
        Scene("breakers", "b↓"),
        Scene("breaker", "b↓⏎↓"),
        Scene("metrics", "m"),
        Scene("timeline", "t"),
        Scene("timeline-last-minute", "tzz→", at: nil),
        Scene("failures", "f↓"),
        Scene("search", "Fpars⏎↓"),
        Scene("search-in-vain", "Fnowhere⏎"),
        Scene("help", "?"),
        Scene("help-end", "?G"),
        Scene("quit", "q"),
        Scene("cancel", "⇱↓↓↓↓↓↓c"),
        Scene("retry-tagged", "⇱    r"),
        Scene("force-open", "b↓O"),
        Scene("notice", "⇱c"),
        Scene("finished", at: nil),
        Scene("finished-metrics", "m", at: nil),
        Scene("read-only", in: "paused", at: 5, isReadOnly: true),
        Scene("crowd", in: "crowd", at: 20),
        Scene("crowd-detail", "⏎", in: "crowd", at: 20),
        Scene("crowd-breaker", "b↓↓⏎", in: "crowd", at: 20),
        Scene("crowd-metrics", "m", in: "crowd", at: 20),
        Scene("crowd-timeline", "t", in: "crowd", at: 20),
        Scene("crowd-failures", "f", in: "crowd", at: 20),
        Scene("crowd-quit", "q", in: "crowd", at: 20),
        Scene("stopping", "q", in: "stopping", at: 1),
    ]

    @Test(arguments: scenes, sizes) func `a screen looks as it did when it was recorded`(scene: Scene, size: Size)
        throws
    {
        let options = DashboardOptions(title: "\(scene.recording).md", isReadOnly: scene.isReadOnly)
        var story = Story(replaying: scene.recording, until: scene.second, size, options)
        story.answerFromEvents()
        story.press(scene.keys)
        try story.check(scene.name)
    }

    @Test(arguments: sizes) func `an attempt whose output is not all kept`(size: Size) throws {
        var story = Story(size, DashboardOptions(title: "compile.md"))
        story.begin([.task("6", "Speed up the printer", "coder")])
        story.start("6", 1)
        let path = ".aurora/runs/7f3a91/6-attempt-1"
        let spills = [
            SpillFile(
                stream: .stdout, path: path + ".stdout", byteCount: 1_048_576, missingBytes: 73_400_320,
                missingReason: "No space left on device"),
            SpillFile(stream: .stderr, path: path + ".stderr", byteCount: 12),
        ]
        story.finish("6", 78, .firstTry, [story.end("6", 78, after: 77, .success, spills: spills)])
        story.press(.enter)
        story.answer("6", stdout: "compiling 1 of 900\n[… 73334784 bytes left out …]\ncompiling 900 of 900\n")
        try story.check("missing")
    }

    @Test(arguments: sizes) func `an attempt that left something running`(size: Size) throws {
        var story = Story(size, DashboardOptions(title: "servers.md"))
        story.begin([.task("2", "Try the server", "coder")])
        story.start("2", 1)
        let leaks = [
            LeakedProcess(pid: 4711, command: "node server.js --port 8080"),
            LeakedProcess(pid: 4712, command: "sleep 600"),
        ]
        story.finish("2", 9, .firstTry, [story.end("2", 9, after: 8, .success, leaks: leaks)])
        story.press(.enter)
        story.answer("2", stdout: "it answers\n")
        try story.check("leak")
    }

    @Test(arguments: sizes) func `the question when a budget is spent`(size: Size) throws {
        var story = BudgetDialogTests.story(size)
        story.tick(31)
        try story.check("budget")
    }

    @Test(arguments: sizes) func `what agents and models have cost`(size: Size) throws {
        var story = Story(size, DashboardOptions(title: "release.md"))
        story.begin([
            .task("1", "Parse it", "coder"), .task("2", "Test it", "tester"), .task("3", "Write it up", "writer"),
        ])
        let accounts = [
            AgentAccount(
                model: "claude-opus-5-5-20260801",
                usage: TokenUsage(input: 9_000, cachedInput: 810_000, output: 21_000),
                cost: .reported(USDollars(nanodollars: 1_214_300_000))),
            AgentAccount(
                model: "gpt-6-sol", usage: TokenUsage(input: 30_000, cachedInput: 120_000, output: 4_000),
                cost: .computed(USDollars(nanodollars: 124_000_000))),
            AgentAccount(usage: TokenUsage(input: 700, output: 90)),
        ]
        for (id, account) in zip(["1", "2", "3"], accounts) {
            story.start(id, 1)
            story.finish(id, 30, .firstTry, [story.end(id, 30, after: 29, .success, account: account)])
        }
        story.press(.character("m"))
        try story.check("expenses")
    }

    @Test(arguments: [(39, 10), (40, 9), (20, 5), (1, 1)]) func `too small`(columns: Int, rows: Int) throws {
        let story = Story.release(Size(columns: columns, rows: rows))
        try story.check("too-small")
    }
}

extension Story {
    /// Compares the screen as it is in 256 colours, and the same screen in ASCII with sixteen colours and with none.
    func check(_ name: String) throws {
        let size = model.size
        let coloured = frame
        let looked = Result { try Snapshot.check(coloured.snapshot, named: "\(name)-\(size.columns)x\(size.rows)") }
        var plain = model
        plain.options.isASCII = true
        let frame = plain.frame()
        #expect(frame.cells.allSatisfy { $0.scalar.isASCII && $0.firstMark.isASCII })
        try Snapshot.check(frame.plainSnapshot, named: "Plain/\(name)-\(size.columns)x\(size.rows)")
        try looked.get()
    }
}
