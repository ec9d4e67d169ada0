import SpawnCore
import SpawnTestKit
import Testing

@testable import Dashboard

/// What keys ask of the run, and of whoever sits before it.
struct CommandTests {
    @Test(arguments: [
        ("c" as Character, UserCommand.cancel(tasks: [6])), ("p", .pause), ("+", .setMaxConcurrent(6)),
        ("-", .setMaxConcurrent(4)),
    ])
    func `a key asks the run for something, where it may`(key: Character, command: UserCommand) {
        for isReadOnly in [false, true] {
            var story = Story.release(Size(columns: 120, rows: 40), DashboardOptions(isReadOnly: isReadOnly))
            story.press(.character(key))
            if story.model.dialog != nil { story.press(.character("y")) }
            #expect(story.effects.sent == (isReadOnly ? [] : [command]))
            #expect((story.model.notice?.text.contains("--readonly") ?? false) == isReadOnly)
        }
    }

    @Test(arguments: [
        ("P" as Character, BreakerAction.probe), ("R", .reset), ("O", .forceOpen), ("D", .disable),
    ])
    func `a breaker is operated after a question whose default is no`(key: Character, action: BreakerAction) {
        var story = Story.release()
        story.press(.character("b"), .down, .character(key), .enter)
        #expect(story.effects.sent.isEmpty)
        story.press(.character(key), .character("y"))
        #expect(story.effects.sent == [.breaker(agent: "tester", action)])
        story.press(.enter, .character(key), .left, .enter)
        #expect(story.effects.sent.count == 2)
    }

    @Test func `pressing + three times asks for three slots more, however late the answers come`() {
        var story = Story.release()
        story.press(.character("+"), .character("+"))
        story.tell(140, .slotsChanged(6))
        story.press(.character("+"))
        #expect(story.effects.sent.last == .setMaxConcurrent(8))
        story.tell(140, .slotsChanged(7))
        story.tell(140, .slotsChanged(8))
        story.press(.character("-"))
        #expect(story.effects.sent.last == .setMaxConcurrent(7))
    }

    @Test func `pressing p twice asks for a pause and for its end, however late the answers come`() {
        var story = Story.release()
        story.press(.character("p"), .character("p"))
        story.tell(140, .pauseChanged(isPaused: true))
        story.press(.character("p"))
        #expect(story.effects.sent == [.pause, .resume, .pause])
    }

    @Test func `what would change nothing about a breaker is refused with a word`() throws {
        var story = Story.release()
        story.press(.character("b"), .character("P"))
        #expect(story.model.dialog == nil)
        #expect(story.model.notice?.text == "coder is closed; only an open breaker is probed")
        for (state, key) in [(BreakerState.forcedOpen, "O" as Character), (.disabled, "D")] {
            var breaker = try #require(story.model.selectedBreaker)
            breaker.state = state
            story.tell(140, .breakerChanged(breaker))
            story.press(.character(key))
            #expect(story.model.dialog == nil && story.model.notice?.text.hasSuffix("already") == true)
        }
    }

    @Test func `an answer about a breaker leaves the tags of tasks alone`() {
        var story = Story.release()
        story.press(.home, .character(" "), .character("b"), .character("O"), .character("y"))
        #expect(story.effects.sent == [.breaker(agent: "coder", .forceOpen)])
        #expect(story.model.table.tags == [0])
    }

    @Test func `an action on what has just changed is refused with a word`() {
        var story = Story.release()
        story.press(.home, .character("c"))
        #expect(story.model.notice?.text == "1 is already over")
        story.tell(140, .commandRefused(.cancel(tasks: [5]), reason: "6 is already over"))
        #expect(story.model.notice?.text == "6 is already over")
    }

    @Test func `the way out: a question while tasks run, none when all is over`() {
        var story = Story.release()
        story.press(.character("q"), .enter)
        #expect(story.effects.sent.isEmpty && story.effects.exits.isEmpty)
        story.press(.character("q"), .character("w"))
        #expect(story.effects.sent == [.close])
        var over = Story.finished()
        over.press(.character("q"))
        #expect(over.effects.exits == [.finished])
    }

    @Test func `the run is stopped, the job too, and the screen drawn anew whatever else is open`() {
        for opening in ["c", "q", "/", "m", "?"] as [Character] {
            var story = Story.release()
            story.press(.character(opening), .suspend, .redraw, .interrupt)
            #expect(story.effects.suffix(3) == [.suspend, .redraw, .send(.stop(.signal(2)))], "\(opening)")
        }
    }

    @Test func `on a screen too small to show what is asked, no key acts`() {
        var story = Story.release(Size(columns: 39, rows: 40))
        for key in "cyrR+-pTq" { story.press(.character(key)) }
        #expect(story.effects.sent.isEmpty && story.model.dialog == nil)
        story.press(.suspend)
        #expect(story.effects.last == .suspend)
        var over = Story.finished()
        over.update(.resized(Size(columns: 1, rows: 1)))
        over.press(.character("q"))
        #expect(over.effects.exits == [.finished])
    }

    @Test func `a pasted text goes where one is typed, one line of it, and nowhere else`() {
        var story = Story.release()
        story.update(.pasted("qcy"))
        #expect(story.model.notice?.text == "pasted text is ignored" && story.model.dialog == nil)
        story.press(.character("/"))
        story.update(.pasted(" \n state:\u{7}running \ncq"))
        #expect(story.model.prompt?.editor.text == "state:running ")
        #expect(story.model.table.order.count(of: story.model.run) == 5)
        story.press(.escape, .character("q"))
        story.update(.pasted("a"))
        #expect(story.model.dialog?.subject == .quit && story.effects.sent.isEmpty)
    }

    @Test func `who may only look can still leave`() {
        var story = Story.release(Size(columns: 120, rows: 40), DashboardOptions(isReadOnly: true))
        story.press(.character("q"), .character("a"))
        #expect(story.model.dialog?.choices.map(\.key) == ["w", "s"])
        story.press(.character("w"))
        #expect(story.effects.sent == [.close])
    }

    @Test func `q goes back from a page`() {
        for key in ["m", "t", "f", "?"] as [Character] {
            var story = Story.release()
            story.press(.character(key), .character("q"))
            #expect(story.model.page == .overview)
            #expect(story.model.dialog == nil)
        }
    }
}

extension [DashboardEffect] {
    var sent: [UserCommand] { compactMap { if case .send(let command) = $0 { command } else { nil } } }
    var exits: [DashboardExit] { compactMap { if case .quit(let exit) = $0 { exit } else { nil } } }
}

extension CellGrid {
    /// All that can be read on the screen.
    var text: String { glyphRows.joined(separator: "\n") }
}
