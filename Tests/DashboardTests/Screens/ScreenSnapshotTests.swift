import Dashboard
import SpawnCore
import SpawnTestKit
import Testing

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

    @Test(arguments: sizes) func `the breakers`(size: Size) throws {
        var story = Story.release(size)
        story.press(.character("b"), .down, .down)
        try story.check("breakers")
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

    @Test(arguments: sizes) func `a notice`(size: Size) throws {
        var story = Story.release(size)
        story.update(.pasted)
        try story.check("notice")
    }

    @Test(arguments: sizes) func `a run that is over`(size: Size) throws {
        let story = Story.finished(size)
        try story.check("finished")
    }

    @Test func `ASCII alone`() throws {
        let size = Size(columns: 120, rows: 40)
        let story = Story.release(size, DashboardOptions(title: "release.md", isASCII: true))
        #expect(story.frame.cells.allSatisfy { $0.scalar.isASCII })
        try story.check("ascii")
    }

    @Test(arguments: [(39, 10), (40, 9), (20, 5), (1, 1)]) func `too small`(columns: Int, rows: Int) throws {
        let story = Story.release(Size(columns: columns, rows: rows))
        try story.check("too-small")
    }
}

extension Story {
    func check(_ name: String) throws {
        let size = model.size
        try Snapshot.check(frame.snapshot, named: "\(name)-\(size.columns)x\(size.rows)")
    }
}
