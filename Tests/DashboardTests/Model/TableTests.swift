import SpawnCore
import SpawnTestKit
import Testing

@testable import Dashboard

/// Moving about in the table of tasks.
struct TableTests {
    private func story(tasks: Int, slots: Int = 4) -> Story {
        var story = Story(Size(columns: 80, rows: 24))
        story.begin((1...tasks).map { .task("\($0)", "Task \($0)", "coder") }, slots: slots)
        return story
    }

    @Test func `the selection follows the task, and its row stays where it is on the screen`() {
        var story = story(tasks: 40)
        story.press(.character("s"))  // by state
        for _ in 0..<20 { story.press(.down) }
        story.tick(5)
        let row = story.rowUnderCursor
        #expect(story.model.selection == 20)
        // Ten tasks before it start and take their places above it, later three of them fall far behind it.
        for id in 31...40 { story.start("\(id)", 6) }
        #expect(story.model.selection == 20)
        #expect(story.rowUnderCursor == row)
        for id in 31...33 { story.finish("\(id)", 7, .firstTry, [story.end("\(id)", 7, after: 1, .success)]) }
        #expect(story.model.selection == 20)
        #expect(story.rowUnderCursor == row)
    }

    @Test func `while a tool is held no task is said to start next`() {
        var story = story(tasks: 2)
        #expect(story.frame.text.contains("starts next"))
        let trouble = ToolTrouble(.claimedLimit, message: "limit reached")
        story.tell(1, .cooldownChanged(tool: "claude", model: nil, until: nil, trouble: trouble))
        #expect(!story.frame.text.contains("starts next") && story.frame.text.contains("waits for its turn"))
        story.tell(2, .cooldownChanged(tool: "claude", model: nil, until: nil, trouble: nil))
        #expect(story.frame.text.contains("starts next"))
    }

    @Test func `a task that an earlier run has done shows its answer`() {
        var story = story(tasks: 2)
        var result = SpawnResult(taskIndex: 0, taskID: "1", prompt: "", agent: "coder", ending: .carriedOver)
        result.output = CapturedOutput(head: Array("the answer\nand more\n".utf8))
        result.carriedFrom = "20261127-071503.482-9c3f1a2b4d"
        story.tell(1, .taskEnded(result))
        #expect(story.frame.text.contains("done in an earlier run · the answer"))
    }

    @Test func `no row moves for a second after a key`() {
        var story = story(tasks: 10)
        story.press(.character("s"))
        story.tick(10)
        story.press(.down)
        let before = story.shownTasks
        story.start("9", 10.5)
        #expect(story.shownTasks == before)
        story.tick(11.1)
        #expect(story.shownTasks.first == 8)
    }

    @Test func `what changed within that second is shown after it also when the run has ended meanwhile`() {
        var story = story(tasks: 1)
        story.press(.character("/"))
        story.type("state:running")
        story.press(.enter)
        story.start("1", 5)
        story.tick(9)
        story.press(.home)
        story.finish("1", 9.5, .firstTry, [story.end("1", 9.5, after: 4, .success)])
        story.tell(9.5, .allTasksEnded)
        #expect(story.shownTasks.first == 0)
        #expect(story.model.isCounting, "somebody must tell it when the second is over")
        story.tick(10.1)
        #expect(story.shownTasks.first == .some(nil))
        #expect(!story.model.isCounting)
    }

    @Test func `a selected task that drops out of the filter gives way to the one in its place`() {
        var story = story(tasks: 9)
        for id in 1...9 { story.start("\(id)", 1) }
        story.press(.character("/"))
        story.type("state:running")
        story.press(.enter, .down, .down)
        #expect(story.model.selection == 2)
        story.tick(5)
        story.finish("3", 6, .firstTry, [story.end("3", 6, after: 5, .success)])
        #expect(story.model.selection == 3)
        #expect(story.model.table.order.count(of: story.model.run) == 8)
    }

    @Test func `tags are set one by one, as a range, and for all that failed`() {
        var story = Story.release()
        story.press(.home, .character(" "), .down, .down, .character("v"))
        #expect(story.model.table.tags == [0, 1, 2, 3])
        story.press(.character("u"), .character("T"))
        #expect(story.model.table.tags == [3])
        story.press(.escape)
        #expect(story.model.table.tags.isEmpty)
    }

    @Test func `an action is for all that are tagged, and asks with their exact count`() {
        var story = Story.release()
        story.press(.home, .character(" "), .character(" "), .character(" "), .character("r"))
        #expect(story.model.dialog?.subject == .retry(tasks: [0, 1, 2]))
        #expect(story.frame.text.contains("Run 3 tasks again?"))
        story.press(.enter)
        #expect(story.effects.sent.isEmpty)
        story.press(.character("r"), .character("y"))
        #expect(story.effects.sent == [.retry(tasks: [0, 1, 2])])
        #expect(story.model.table.tags.isEmpty)
    }

    @Test func `retrying takes back exactly what was counted`() {
        var story = Story(Size(columns: 80, rows: 24))
        story.begin([.task("1", "Rejected", "coder"), .task("2", "Failed", "coder")])
        let failure = Failure(category: .unknown, kind: .crash, message: "it broke")
        story.start("2", 1)
        story.finish("2", 2, .failed, [story.end("2", 2, after: 1, .failure(failure))])
        #expect(story.model.run.failures.groups[0].failedTasks == 1)
        var rejected = SpawnResult(taskIndex: 0, taskID: "1", prompt: "", agent: "coder", ending: .rejected)
        rejected.rejectedBy = .budget
        story.tell(3, .taskEnded(rejected))
        story.tell(4, .taskReopened(task: 0))
        story.tell(4, .taskReopened(task: 1))
        #expect(story.model.run.metrics == RecoveryMetrics())
        #expect(story.model.run.failures.groups[0].failedTasks == 0)
        #expect(story.model.run.tasks.count(TaskState.waiting) == 2)
    }
}

extension Story {
    /// The row of the screen that the selected task is on.
    fileprivate var rowUnderCursor: Int? { frame.glyphRows.firstIndex { $0.hasPrefix("▸") } }

    /// The tasks on the screen, from the top.
    fileprivate var shownTasks: [Int?] {
        (0..<model.layout.tableRows).map { row in
            model.table.order.task(
                at: model.table.first(in: model.run, visible: model.layout.tableRows) + row, of: model.run)
        }
    }
}
