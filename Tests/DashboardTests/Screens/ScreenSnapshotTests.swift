import SpawnCore
import SpawnTestKit
import Testing

@testable import Dashboard

/// Every screen at the sizes it is designed for, as it was looked at when it was recorded.
struct ScreenSnapshotTests {
    static let sizes = [(80, 24), (120, 40), (200, 60), (60, 15), (40, 10)].map { Size(columns: $0.0, rows: $0.1) }

    @Test(arguments: sizes) func `the overview`(size: Size) throws {
        var story = Story.release(size)
        story.answer("1", stdout: "reading Sources/Parser.swift\nediting Sources/Parser.swift\n")
        try story.check("overview")
    }

    @Test(arguments: sizes) func `a selected task that runs`(size: Size) throws {
        var story = Story.release(size)
        story.press(.down, .down, .down, .down, .down)
        story.answer("6", stdout: "reading the sources\nediting Sources/Printer.swift\n", stderr: "warning: slow\n")
        try story.check("overview-running")
    }

    @Test(arguments: sizes) func `an opened task`(size: Size) throws {
        var story = Story.release(size)
        story.press(.home, .down, .enter)
        story.answer("2", stdout: (1...70).map { "line \($0)" }.joined(separator: "\n"))
        try story.check("detail")
    }

    @Test(arguments: sizes) func `an opened task with the times of its lines`(size: Size) throws {
        var story = Story.release(size)
        story.press(.home, .down, .enter)
        let lines = (1...70).map { "collecting the tests of module \($0), which takes a while" }
        let times = lines.indices.map { $0 < 20 ? nil : OutputTime(second: $0 * $0, isExact: $0 > 40) }
        story.answer("2", stdout: lines.joined(separator: "\n"), times: times)
        story.press(.character("T"))
        try story.check("times")
    }

    @Test(arguments: sizes) func `the breakers`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("b"), .down, .down)
        try story.check("breakers")
    }

    @Test(arguments: sizes) func `why a breaker is open`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("b"), .down, .down, .enter, .down)
        try story.check("breaker")
    }

    @Test(arguments: sizes) func `the metrics`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("m"))
        try story.check("metrics")
    }

    @Test(arguments: sizes) func `the timeline`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("t"))
        try story.check("timeline")
    }

    @Test(arguments: sizes) func `failures that are alike`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("f"), .down)
        try story.check("failures")
    }

    @Test(arguments: sizes) func `a text in the output of all tasks`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("F"))
        story.type("pars")
        story.press(.enter)
        let lines = ["reading Sources/Parser.swift", "editing Sources/Parser.swift", "warning: the parser is slow"]
        let hits = lines.enumerated().map { number, line in
            SearchHit(
                task: number, stream: number == 2 ? .stderr : .stdout, line: number, text: line,
                matches: OutputLine.scalarRanges(of: Needle("pars").ranges(in: line), in: line))
        }
        story.update(.found(hits, isLast: true, search: 1))
        story.press(.down)
        try story.check("search")
    }

    @Test(arguments: sizes) func `the help`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("?"))
        try story.check("help")
    }

    @Test(arguments: sizes) func `the question before quitting`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("q"))
        try story.check("quit")
    }

    @Test(arguments: sizes) func `the question before cancelling`(size: Size) throws {
        var story = Story.release(size)
        story.press(.home, .down, .down, .down, .down, .down, .character("c"))
        try story.check("cancel")
    }

    @Test(arguments: sizes) func `a filter while it is typed, tags, and another order`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("s"), .home, .character(" "), .character(" "), .character("/"))
        story.type("pars")
        try story.check("filter")
    }

    @Test(arguments: sizes) func `the question before operating a breaker`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("b"), .down, .down, .character("O"))
        try story.check("force-open")
    }

    @Test(arguments: sizes) func `who still blocks the end`(size: Size) throws {
        var story = Story.release(size)
        story.tell(134, .runStopping(.user))
        story.tell(134, .attemptTerminating(task: 5, .shutdown))
        story.tell(134, .attemptTerminating(task: 7, .shutdown))
        story.tick(135)
        story.press(.character("q"))
        try story.check("stopping")
    }

    @Test(arguments: sizes) func `a notice`(size: Size) throws {
        var story = Story.release(size)
        story.update(.pasted)
        try story.check("notice")
    }

    @Test(arguments: sizes) func `a run that is over`(size: Size) throws {
        let story = Story.finished(size)
        try story.check("finished")
    }

    @Test(arguments: sizes) func `a text found in the output of a task`(size: Size) throws {
        var story = Story.release(size)
        story.press(.home, .down, .enter)
        story.answer("2", stdout: (1...70).map { "reading file \($0) of 70" }.joined(separator: "\n"))
        story.press(.character("/"))
        story.type("file 3")
        story.press(.enter, .character("n"), .character("w"), .right)
        try story.check("find")
    }

    @Test(arguments: sizes) func `a run that may only be looked at, and starts nothing more`(size: Size) throws {
        var story = Story.release(size, DashboardOptions(title: "release.md", isReadOnly: true))
        story.tell(134, .pauseChanged(isPaused: true))
        try story.check("read-only")
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
