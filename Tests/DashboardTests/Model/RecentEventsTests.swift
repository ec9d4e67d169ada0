import SpawnCore
import Testing

@testable import Dashboard

struct RecentEventsTests {
    @Test func `what one would want to know after looking away is kept, and little else`() {
        let story = Story.release()
        let recent = story.model.recent.entries.map(\.what)
        #expect(
            recent.suffix(6) == [
                .task(4, .blocked), .task(1, .recovered), .cooldown(tool: "claude opus", isOver: false),
                .task(11, .backoff), .breaker(agent: "reviewer", .halfOpen), .task(0, .recovered),
            ])
    }

    @Test func `a run of any length keeps few of them`() {
        var story = Story()
        story.begin((1...200).map { .task("\($0)", "Task \($0)", "coder") })
        for id in 1...200 { story.finish("\(id)", Double(id), .firstTry) }
        #expect(story.model.recent.entries.count == 24)
        #expect(story.model.recent.entries.last?.what == .task(199, .done))
    }
}
