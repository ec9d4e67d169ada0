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

    @Test func `a breaker that an earlier run has left open has not just happened`() {
        var recent = RecentEvents()
        var breaker = CircuitBreaker(agent: "coder")
        breaker.perform(.forceOpen, at: .start + .seconds(-60))
        recent.add(SpawnEvent(.breakerChanged(breaker.snapshot(at: .start)), at: .start), before: RunPicture())
        #expect(recent.entries.isEmpty)
        breaker.perform(.reset, at: .start + .seconds(1))
        breaker.perform(.forceOpen, at: .start + .seconds(2))
        recent.add(SpawnEvent(.breakerChanged(breaker.snapshot(at: .start)), at: .start), before: RunPicture())
        #expect(recent.entries.map(\.what) == [.breaker(agent: "coder", .forcedOpen)])
    }

    @Test func `a run of any length keeps few of them`() {
        var story = Story()
        story.begin((1...200).map { .task("\($0)", "Task \($0)", "coder") })
        for id in 1...200 { story.finish("\(id)", Double(id), .firstTry) }
        #expect(story.model.recent.entries.count == 24)
        #expect(story.model.recent.entries.last?.what == .task(199, .done))
    }
}
