import SpawnCore
import Testing

@testable import Dashboard

/// The output of the selected task.
struct OutputTests {
    private func opened(_ text: String) -> Story {
        var story = Story.release()
        story.press(.home, .down, .enter)
        story.answer("2", stdout: text, stderr: "a warning\n")
        return story
    }

    private let numbered = (1...200).map { "line \($0)\n" }.joined()

    @Test func `it follows the end until somebody scrolls, and again from the end on`() {
        var story = opened(numbered)
        #expect(story.frame.text.contains("line 200"))
        story.press(.pageUp)
        #expect(!story.frame.text.contains("line 200"))
        let top = story.model.output.top
        story.writes("2", 135, "line 201")
        story.answer("2", stdout: numbered + "line 201\n")
        #expect(story.model.output.top == top)
        #expect(story.frame.text.contains("1 new line, G follows"))
        story.press(.end)
        #expect(story.frame.text.contains("line 201"))
        #expect(story.frame.text.contains("following"))
    }

    @Test func `a text is found, and n and N go from place to place, round the ends`() {
        var story = opened(numbered)
        story.press(.character("/"))
        story.type("LINE 19")
        #expect(story.frame.text.contains("find /LINE 19"))
        story.press(.enter)
        #expect(story.model.notice?.text == "LINE 19 is not in stdout")
        story.press(.character("/"))
        story.type("line 19")
        story.press(.enter)
        #expect(story.model.output.search.line == 18)
        #expect(story.frame.text.contains("/line 19  1 of 11 "))
        #expect(story.frame.cells.contains { $0.style.role == .match })
        story.press(.character("n"))
        #expect(story.model.output.search.line == 189)
        #expect(story.frame.text.contains("/line 19  2 of 11 "))
        story.press(.character("N"), .character("N"))
        #expect(story.model.output.search.line == 198)
        story.press(.character("n"))
        #expect(story.model.output.search.line == 18)
    }

    @Test func `n pressed again before the answer to it goes on from there`() {
        var story = opened(numbered)
        story.press(.character("/"))
        story.type("line 19")
        story.press(.enter)
        let source = OutputSource(task: 1)
        var hunt = OutputHunt(source: source, stream: .stdout, text: "line 19", line: 19, isForward: true)
        for _ in 1...3 { story.update(.key(.character("n"))) }
        #expect(story.effects.last == .find(hunt))
        for found in [189, 190] {
            story.update(.located(hunt, .line(found)))
            hunt.line = found + 1
            #expect(story.effects.last == .find(hunt))
        }
        story.update(.located(hunt, .line(191)))
        #expect(story.model.output.search.line == 191)
        #expect(story.effects.count { if case .find = $0 { true } else { false } } == 4)
    }

    @Test func `matches are counted bit by bit, as long as somebody looks, and what is new is counted too`() throws {
        var story = opened(numbered)
        story.press(.character("/"))
        story.type("line 19")
        let hunt = OutputHunt(source: OutputSource(task: 1), stream: .stdout, text: "line 19", line: 0, isForward: true)
        story.update(.key(.enter))
        #expect(story.effects.last == .find(hunt))
        story.update(.located(hunt, .line(189)))
        #expect(story.frame.text.contains("/line 19  line 190 "))
        func answer(_ place: Int?, _ total: Int, isComplete: Bool) throws {
            guard case .fetchOutput(let question) = story.effects.last else {
                Issue.record("nothing was asked")
                return
            }
            #expect(question.match == 189 && question.pattern == "line 19")
            let output = WrittenOutput(stdout: numbered, stderr: "")
            var answer = output.answer(question)
            answer.count = MatchCount(place: place, total: total, isComplete: isComplete)
            story.update(.output(question.source, answer))
        }
        try answer(nil, 1, isComplete: false)
        #expect(story.frame.text.contains("/line 19  line 190 "))
        try answer(2, 7, isComplete: false)
        #expect(story.frame.text.contains("/line 19  2 of 7+ "))
        try answer(2, 11, isComplete: true)
        #expect(story.frame.text.contains("/line 19  2 of 11 "))
        let asked = story.effects.count
        story.tick(140)
        #expect(story.effects.count == asked)
        story.writes("2", 141, "line 19 again")
        try answer(2, 12, isComplete: true)
        #expect(story.frame.text.contains("/line 19  2 of 12 "))
        story.writes("2", 142, "line 19 again")
        story.update(.key(.escape))
        let last = story.effects.count
        try answer(2, 12, isComplete: false)
        let isCounting = story.effects[last...].contains {
            if case .fetchOutput(let question) = $0 { question.match != nil } else { false }
        }
        #expect(!isCounting, "nobody looks")
    }

    @Test func `what is no regular expression is said in one sentence`() {
        var story = opened(numbered)
        story.press(.character("/"), .character("("), .enter)
        #expect(story.model.notice?.text == "'(' cannot be searched for: Missing close parenthesis.")
    }

    @Test func `of a long text only the lines near the screen are at hand, wherever somebody goes`() {
        var story = opened((1...20_000).map { "line \($0)\n" }.joined())
        #expect(story.frame.text.contains("line 20000"))
        story.press(.home)
        #expect(story.frame.text.contains(" line 1\n"))
        #expect(story.frame.text.contains("0 %"))
        for _ in 0..<100 { story.press(.pageDown) }
        let top = story.model.output.top.line
        #expect(top == 100 * (story.model.taskPage.output.rows - 1))
        #expect(story.frame.text.contains(" line \(top + 1)\n"))
        for _ in 0..<60 { story.press(.up) }
        #expect(story.model.output.top.line == top - 60)
        story.press(.character("/"))
        story.type("line 7777")
        story.press(.enter)
        #expect(story.frame.text.contains("line 7777"))
        #expect(story.frame.cells.contains { $0.style.role == .match })
        #expect(story.model.output.document.lines.count < 1_000)
        story.press(.end)
        #expect(story.frame.text.contains("line 20000"))
        story.press(.home, .escape)
        #expect(story.frame.text.contains("line 20000"), "the overview shows the end")
    }

    @Test func `long lines are wrapped, or cut and moved aside`() {
        let long = (1...40).map { "word\($0)" }.joined(separator: " ")
        var story = opened(long)
        #expect(story.frame.text.contains("word40"))
        story.press(.right)
        #expect(story.frame.text.contains("word1 ") && story.model.notice?.text.contains("wrapped") == true)
        story.press(.character("w"))
        #expect(!story.frame.text.contains("word40"))
        for _ in 0..<200 { story.press(.right) }
        #expect(story.frame.text.contains("word40"), "something of the line stays in sight")
        story.press(.character("w"))
        #expect(story.model.output.shift == 0)
    }

    @Test func `each line has the time it came at before it, where that is known and wanted`() {
        var story = Story.release()
        story.press(.home, .down, .enter)
        let long = String(repeating: "word ", count: 40)
        let times: [OutputTime?] = [
            OutputTime(second: 7), OutputTime(second: 7), nil, OutputTime(second: 3_723, isExact: false),
        ]
        story.answer("2", stdout: "first\n\(long)\nnobody knows\nlast\n", times: times)
        #expect(!story.frame.text.contains("0:07"))
        story.press(.character("T"))
        let shown = story.frame.text.split(separator: "\n").suffix(35).map(String.init)
        #expect(shown.contains("      0:07 first"))
        #expect(shown.count { $0.contains("0:07") } == 2, "a line that is wrapped has one time")
        #expect(shown.contains("           nobody knows"))
        #expect(shown.contains("  ~1:02:03 last"))
        story.press(.character("T"))
        #expect(!story.frame.text.contains("0:07"))
    }

    @Test func `a child's colours are kept, and nothing else of its escapes`() {
        var story = opened("\u{1B}[1;31mred\u{1B}[0m plain \u{1B}[38;2;255;135;0morange\u{1B}[39m\u{1B}[2J\n")
        let row = story.model.taskPage.output.row
        let column = story.model.taskPage.output.column
        var red = ChildStyle(foreground: 1)
        red.attributes = .bold
        #expect(story.frame[column, row].style.child == red)
        #expect(story.frame[column + 4, row].style.child == .plain)
        #expect(story.frame[column + 10, row].style.child.foreground == 208)
        story.press(.tab)
        #expect(story.frame.text.contains("a warning"))
    }

    @Test func `a stream is saved, paged and copied`() {
        var story = opened("one\ntwo\n")
        story.press(.character("s"), .character("e"), .character("y"))
        #expect(story.effects.contains(.save(OutputSource(task: 1), .stdout, name: "aurora-\(story.runID)-2.out")))
        #expect(story.effects.contains(.page(OutputSource(task: 1), .stdout)))
        #expect(story.effects.contains(.copyOutput(OutputSource(task: 1), .stdout)))
    }

    @Test func `what earlier attempts wrote is an attempt away, and the latest is followed`() {
        var story = opened("the fourth\n")
        for (attempt, text) in [(1, "the first\n"), (2, "the second\n"), (3, "the third\n")] {
            story.answer("2", attempt: attempt, stdout: text)
        }
        story.press(.character("["))
        #expect(story.frame.text.contains("what attempt 3 wrote"))
        #expect(story.frame.text.contains("the third") && !story.frame.text.contains("the fourth"))
        story.press(.character("["), .character("["))
        #expect(story.frame.text.contains("the first"))
        story.press(.character("s"))
        #expect(
            story.effects.last
                == .save(OutputSource(task: 1, attempt: 1), .stdout, name: "aurora-\(story.runID)-2-attempt-1.out"))
        story.press(.character("["))
        #expect(story.model.notice?.text == "this is the first attempt")
        story.press(.character("]"), .character("]"), .character("]"))
        #expect(story.model.output.attempt == nil)
        #expect(story.frame.text.contains("the fourth"))
        story.press(.character("]"))
        #expect(story.model.notice?.text == "this is the latest attempt")
        // However somebody comes to the overview, it shows what a task does now.
        for way in [[Key.escape], [.character("b"), .character("b")], [.character("f"), .enter]] {
            story.press(.character("["))
            story.press(way)
            #expect(story.model.page == .overview && story.model.output.attempt == nil)
            #expect(story.frame.text.contains("the fourth"))
            story.press(.enter)
        }
    }

    @Test func `an attempt that wrote nothing shows nothing of another`() {
        var story = opened("the third\n")
        story.press(.character("["))
        story.update(.output(OutputSource(task: 1, attempt: 3), nil))
        #expect(story.frame.text.contains("nothing written to stdout"))
        #expect(!story.frame.text.contains("the third"))
    }

    @Test func `an attempt that tripped a breaker is opened at its own output`() throws {
        var story = Story.release()
        story.answer("2", stdout: "the third\n")
        story.answer("2", attempt: 2, stdout: "the second\n")
        story.press(.character("b"), .down, .enter, .down, .enter)
        #expect(story.model.selection == 1)
        #expect(story.frame.text.contains("what attempt 2 wrote"))
        #expect(story.frame.text.contains("the second"))
        story.press(.escape)
        #expect(story.model.page == .breaker)
        var breaker = try #require(story.model.selectedBreaker)
        breaker.trippedBy = [BreakerFailure(task: nil, attempt: 1, moment: .start, kind: .crash)]
        story.tell(135, .breakerChanged(breaker))
        story.press(.up, .enter)
        #expect(story.model.page == .breaker)
        #expect(story.model.notice?.text == "that attempt was in another run; its output is not here")
    }

    @Test func `of an attempt that wrote to stderr alone, that is shown, and the other stream is a key away`() {
        var story = Story.release()
        story.answer("2", stdout: "the third\n")
        story.answer("2", attempt: 2, stdout: "", stderr: "the second failed\n")
        story.press(.character("b"), .down, .enter, .down, .enter)
        #expect(story.frame.text.contains("the second failed"))
        story.press(.tab)
        story.answer("2", attempt: 2, stdout: "", stderr: "the second failed\nagain\n")
        #expect(story.frame.text.contains("nothing written to stdout"))
    }

    @Test func `a hit in all output opens its task at its line`() {
        var story = Story.release()
        story.press(.character("F"))
        story.type("line 150")
        story.press(.enter)
        guard case .search("line 150", let searched, 1) = story.effects.last else {
            Issue.record("nothing was looked for")
            return
        }
        let sources = searched.map(\.source)
        #expect(sources.contains(OutputSource(task: 0, attempt: 1)) && !sources.contains { $0.task == 8 })
        #expect(sources.filter { $0.task == 1 }.map(\.attempt) == [1, 2, 3, 4])
        let hit = SearchHit(source: OutputSource(task: 1, attempt: 4), stream: .stdout, line: 149, text: "line 150")
        story.update(.found([hit], isLast: false, search: 7))
        #expect(story.model.search.hits.isEmpty)
        story.update(.found([hit], isLast: true, search: 1))
        story.press(.enter)
        story.answer("2", stdout: numbered)
        #expect(story.model.selection == 1)
        #expect(story.frame.text.contains("line 150"))
        story.press(.character("n"))
        #expect(story.model.output.search.line == 149)
        story.press(.escape)
        #expect(story.model.page == .search)
    }

    @Test func `a hit in an earlier attempt says which, and opens that one`() {
        var story = Story.release()
        story.press(.character("F"))
        story.type("connect")
        story.press(.enter)
        let hit = SearchHit(
            source: OutputSource(task: 1, attempt: 2), stream: .stderr, line: 0, text: "cannot connect")
        story.update(.found([hit], isLast: true, search: 1))
        #expect(story.frame.text.contains(#/2 +\#2 +stderr  cannot connect/#))
        story.press(.enter)
        story.answer("2", attempt: 2, stdout: "something else\n", stderr: "cannot connect\n")
        #expect(story.frame.text.contains("what attempt 2 wrote"))
        #expect(story.frame.text.contains("▸ stderr") && story.frame.text.contains(" cannot connect"))
        story.press(.escape)
        #expect(story.model.page == .search)
    }
}

extension Story {
    fileprivate var runID: String { model.run.description?.runID ?? "" }
}
