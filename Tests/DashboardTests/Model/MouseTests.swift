import SpawnCore
import Testing

@testable import Dashboard

/// What a click and the wheel do.
struct MouseTests {
    @Test func `the mouse selects, opens and scrolls`() throws {
        var story = Story.release()
        let table = story.model.layout.table
        story.update(.mouse(MouseAction(.press, column: 5, row: table.row + 3)))
        #expect(story.model.selection == 2)
        story.update(.mouse(MouseAction(.wheelDown, column: 5, row: table.row + 3)))
        #expect(story.model.selection == 5)
        story.update(.mouse(MouseAction(.press, column: 5, row: table.row + 6)))
        #expect(story.model.page == .task)
        story.press(.escape)
        let side = try #require(story.model.layout.side)
        story.update(.mouse(MouseAction(.press, column: side.column + 9, row: side.row + 3)))
        #expect(story.model.focus == .breakers)
        #expect(story.model.selectedBreaker?.agent == "tester")
    }

    @Test(arguments: ["", "t", "f", "F", "b"])
    func `a click beside the rows of a list moves nothing`(keys: String) {
        var story = Story.release(Size(columns: 120, rows: 15))
        for key in keys { story.press(.character(key)) }
        if keys == "F" {
            story.type("line")
            story.press(.enter)
            let hits = (0..<40).map {
                SearchHit(source: OutputSource(task: 1), stream: .stdout, line: $0, text: "line")
            }
            story.update(.found(hits, isLast: true, search: story.model.search.number))
        }
        // In the middle of the list, so that there is something beyond both ends of the screen.
        story.press(.end, .up)
        let before = story.model
        let heading = keys.isEmpty || keys == "b" ? before.layout.table.row : 1
        for row in [0, heading, 14] {
            story.update(.mouse(MouseAction(.press, column: 5, row: row)))
            #expect(story.model.selection == before.selection && story.model.page == before.page, "row \(row)")
            #expect(story.model.failureList == before.failureList)
            #expect(story.model.search.list == before.search.list)
            #expect(story.model.breakerList == before.breakerList)
        }
    }

    @Test func `a click on a failure or a place found selects it, and a second one opens it`() {
        var story = Story.release()
        story.press(.character("f"))
        story.update(.mouse(MouseAction(.press, column: 5, row: 4)))
        #expect(story.model.failureList.selection == 2)
        story.update(.mouse(MouseAction(.press, column: 5, row: 4)))
        #expect(story.model.page == .overview && story.model.table.order.filter.group == 2)
        story.press(.character("F"))
        story.type("line")
        story.press(.enter)
        let hits = (0..<3).map { SearchHit(source: OutputSource(task: 1), stream: .stdout, line: $0, text: "line") }
        story.update(.found(hits, isLast: true, search: story.model.search.number))
        story.update(.mouse(MouseAction(.press, column: 5, row: 3)))
        #expect(story.model.search.list.selection == 1)
        story.update(.mouse(MouseAction(.press, column: 5, row: 3)))
        #expect(story.model.page == .task && story.model.selection == 1)
    }
}
