import SpawnCore
import Testing

@testable import Dashboard

/// What the dashboard asks when a budget is spent.
struct BudgetDialogTests {
    /// A run for a dollar, of which two tasks have taken 60 cents each, one runs and one waits.
    static func story(
        _ size: Size = Size(columns: 120, rows: 40), isReadOnly: Bool = false, hasMore: Bool = true
    ) -> Story {
        var story = Story(size, DashboardOptions(title: "release.md", isReadOnly: isReadOnly))
        story.begin(
            [.task("1", "Parse it", "coder"), .task("2", "Test it", "tester"), .task("3", "Write it up", "writer")]
                + (hasMore ? [.task("4", "Check it", "tester")] : []), slots: 3,
            budget: USDollars(nanodollars: 1_000_000_000))
        for id in ["1", "2", "3"] { story.start(id, 1) }
        for id in ["1", "2"] {
            let account = AgentAccount(
                model: "claude-sonnet-5", usage: TokenUsage(input: 9_000, cachedInput: 81_000, output: 2_100),
                cost: .reported(USDollars(nanodollars: 600_000_000)))
            story.finish(id, 30, .firstTry, [story.end(id, 30, after: 29, .success, account: account)])
        }
        story.tell(30, .pauseChanged(isPaused: true))
        return story
    }

    @Test("budget: once it is spent a person is asked: more, let what runs finish, or stop")
    func asks() {
        for (key, command) in [("a" as Character, UserCommand.resume), ("l", .endOverBudget), ("h", .stop(.user))] {
            var story = Self.story()
            story.tick(31)
            #expect(story.model.dialog?.subject == .budget)
            story.press(.character(key))
            #expect(story.effects.sent == [command])
            #expect(story.model.dialog == nil)
        }
    }

    @Test("budget: who does not decide is asked once, and p allows more all the same")
    func later() {
        var story = Self.story()
        story.tick(31)
        story.press(.enter)
        story.tick(40)
        #expect(story.model.dialog == nil && story.effects.sent.isEmpty)
        #expect(story.frame.text.contains("the budget is spent; p allows as much again"))
        story.press(.character("p"))
        #expect(story.effects.sent == [.resume])
    }

    @Test("budget: no key that does something elsewhere answers a question that nobody asked for")
    func keys() {
        let letters = KeyTable.bindings.flatMap(\.keys)
        for choice in Dialog(.budget).choices { #expect(!letters.contains(.character(choice.key)), "\(choice.key)") }
    }

    @Test("budget: it is not asked while something else is asked or written, but after that")
    func afterOthers() {
        var story = Self.story()
        story.press(.character("q"))
        story.tick(31)
        #expect(story.model.dialog?.subject == .quit)
        story.press(.character("s"), .character("/"))
        story.tick(32)
        #expect(story.model.dialog == nil)
        story.press(.escape)
        story.tick(33)
        #expect(story.model.dialog?.subject == .budget)
    }

    @Test(
        "budget: nobody is asked where nothing waits, where a dashboard may only look, or where more was allowed meanwhile"
    )
    func silence() {
        for var story in [Self.story(isReadOnly: true), Self.story(hasMore: false)] {
            story.tick(31)
            #expect(story.model.dialog == nil)
        }
        var story = Self.story()
        story.tick(31)
        story.tell(32, .pauseChanged(isPaused: false))
        #expect(story.model.dialog == nil)
        story.tick(33)
        #expect(story.model.dialog == nil)
    }
}
