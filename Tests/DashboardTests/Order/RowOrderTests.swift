import SpawnCore
import Testing

@testable import Dashboard

/// The order of rows, kept up one task at a time.
struct RowOrderTests {
    @Test(arguments: SortKey.allCases, ["", "agent:coder", "state:done", "line 1"])
    func `kept up a task at a time, the order is that of sorting anew`(sort: SortKey, filter: String) {
        var chance = SplitMix64(seed: 11)
        var story = Story()
        let agents: [String?] = ["coder", "tester", nil]
        story.begin((1...300).map { .task("\($0)", "Task \($0)", agents[$0 % 3]) }, slots: 50)
        var order = RowOrder()
        order.change(sort: sort, filter: RowFilter(filter), of: story.model.run)
        for second in 1...1_500 {
            let task = Int.random(in: 0..<300, using: &chance)
            story.change(task, Double(second), &chance)
            order.update(task, in: story.model.run)
        }
        var anew = RowOrder()
        anew.change(sort: sort, filter: RowFilter(filter), of: story.model.run)
        let run = story.model.run
        #expect(order.count(of: run) == anew.count(of: run))
        for position in 0..<anew.count(of: run) {
            let task = anew.task(at: position, of: run)
            #expect(order.task(at: position, of: run) == task)
            #expect(task.flatMap { order.position(of: $0, in: run) } == position)
        }
        #expect(order.task(at: order.count(of: run), of: run) == nil)
    }

    /// Filters typed one after the other over many tasks that change meanwhile, each perhaps before the one before has its rows.
    @Test(arguments: SortKey.allCases)
    func `many tasks are filed in slices, and what was shown stays until the last`(sort: SortKey) {
        var chance = SplitMix64(seed: 5)
        let count = 3 * RowOrder.slice
        var story = Story()
        story.begin((1...count).map { .task("\($0)", "Task \($0)", $0 % 3 == 0 ? "coder" : "tester") }, slots: 50)
        var order = RowOrder()
        for (step, text) in ["1", "12", "agent:coder", "state:waiting", ""].enumerated() {
            let before = order.count(of: story.model.run)
            order.change(sort: sort, filter: RowFilter(text), of: story.model.run)
            #expect(order.filter.text == text && order.sort == sort)
            for second in 1...40 where order.isFiling {
                #expect(abs(order.count(of: story.model.run) - before) < second, "only what changed comes or goes")
                let task = Int.random(in: 0..<count, using: &chance)
                story.change(task, Double(100 * step + second), &chance)
                order.update(task, in: story.model.run)
                if second % 10 == 0, step != 1 { order.goOn(in: story.model.run) }
            }
            #expect(order.isFiling == (step == 1))
        }
        var anew = RowOrder()
        anew.change(sort: sort, filter: RowFilter(), of: story.model.run)
        while anew.isFiling { anew.goOn(in: story.model.run) }
        let run = story.model.run
        #expect(order.count(of: run) == count)
        #expect((0..<count).allSatisfy { order.task(at: $0, of: run) == anew.task(at: $0, of: run) })
    }

    @Test(arguments: [
        ("", "p", true), ("par", "pars", true), ("par", "parS", true), ("a b", "a bc d", true),
        ("state:f", "state:fa", true),
        ("par", "pa", false), ("stat", "state:", false), ("stat", "state: y", false), ("a", "b", false),
    ])
    func `typing on makes a filter narrower, unless a colon makes something else of a word`(
        before: String, after: String, isNarrower: Bool
    ) {
        #expect(RowFilter(after).isNarrower(than: RowFilter(before)) == isNarrower)
        #expect(!RowFilter(after).isNarrower(than: RowFilter(before, group: 1)))
        #expect(RowFilter(after, group: 1).isNarrower(than: RowFilter(before)) == isNarrower)
    }

    @Test func `what needs a person comes first by state`() {
        var story = Story.release()
        story.press(.character("s"))
        let run = story.model.run
        let states = (0..<run.tasks.count).compactMap { story.model.table.order.task(at: $0, of: run) }
            .map { run.tasks[$0].state.word }
        #expect(
            states == [
                "failed", "running", "running", "running", "running", "running", "backoff", "waiting", "waiting",
                "waiting", "waiting", "blocked", "recovered", "recovered", "recovered", "done",
            ])
    }

    @Test(arguments: [
        ("", 16), ("parser", 5), ("PARSER", 0), ("tests printer", 1), ("state:running", 5),
        ("state:run agent:coder", 3),
        ("agent:llm", 1), ("state:Running", 5), ("category:PERMANENT", 1), ("category:permanent", 1), ("nothing", 0),
        ("401", 1), ("state:", 16),
    ])
    func `a filter admits`(text: String, count: Int) {
        let run = Story.release().model.run
        let filter = RowFilter(text)
        #expect(run.tasks.rows.indices.count { filter.admits($0, in: run) } == count)
    }
}

extension Story {
    /// Lets something happen to a task, whatever it is that can.
    fileprivate mutating func change(_ task: Int, _ second: Double, _ chance: inout SplitMix64) {
        let id = "\(task + 1)"
        let row = model.run.tasks[task]
        switch row.state {
        case .waiting, .backoff: start(id, second, number: row.attempts.count + 1)
        case .running where Bool.random(using: &chance):
            writes(id, second, "line \(Int.random(in: 0..<3, using: &chance))")
        case .running:
            let length = Double.random(in: 0.1...1, using: &chance)
            let record = end(id, second, number: row.attempts.count + 1, after: length, .success)
            finish(id, second, .firstTry, row.attempts + [record])
        default: tell(second, .taskReopened(task: task))
        }
    }
}
