import SpawnCore
import Testing

@testable import Dashboard

/// Which breakers are shown where there are too many.
struct BreakerRowsTests {
    private static func story() throws -> Story {
        let known = Story.release().model.run.breakers
        let (closed, open) = (try #require(known.first), try #require(known.first { $0.state == .open }))
        var story = Story(Size(columns: 120, rows: 40))
        story.begin((1...40).map { .task("\($0)", "Task \($0)", "agent-\($0)") })
        for number in 1...40 {
            var breaker = number == 35 ? open : closed
            breaker.agent = "agent-\(number)"
            breaker.failures = number == 30 || number == 35 ? 1 : 0
            story.tell(1, .breakerChanged(breaker))
        }
        return story
    }

    @Test func `those that are not closed come first, then those that count failures, in their order`() throws {
        let story = try Self.story()
        let lines = story.model.layout.side?.rows ?? 0
        #expect(story.model.breakerRows.shown.map(\.breaker) == Array(0..<lines - 4) + [29, 34])
        #expect(story.model.breakerRows.lines == lines - 1)
        #expect(story.frame.text.contains("1 of 40 open"))
    }

    @Test func `whoever moves about in them comes to all of them`() throws {
        var story = try Self.story()
        story.press(.character("b"))
        for number in 1...40 {
            #expect(story.model.selectedBreaker?.agent == "agent-\(number)")
            #expect(story.model.breakerRows.shown.contains { $0.breaker == number - 1 })
            story.press(.down)
        }
    }
}
