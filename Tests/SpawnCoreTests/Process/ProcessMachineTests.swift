import SpawnCore
import Testing

/// Each row is a script: the inputs a child's machine gets, and what it answers to each.
struct ProcessMachineTests {
    typealias Input = ProcessMachine.Input
    typealias Action = ProcessMachine.Action

    private static let grace = Duration.seconds(2)
    private static let kill: [Action] = [.killTree, .armGrace(.seconds(1))]
    private static let endWithBothOpen: [Action] = [
        .killTree, .drain(.stdout), .close(.stdout), .drain(.stderr), .close(.stderr), .reap, .report, .forget,
    ]

    private func answers(to inputs: [Input], hasInput: Bool = false) -> [[Action]] {
        var machine = ProcessMachine(hasInput: hasInput, killGrace: ProcessMachineTests.grace)
        return inputs.map { machine.handle($0) }
    }

    @Test func `a child that ends by itself is killed with its group, drained, reaped and reported`() {
        #expect(answers(to: [.leaderExited(leavingOthers: false)]) == [Self.endWithBothOpen])
    }

    @Test func `what a child that ends by itself leaves behind may linger`() {
        #expect(
            answers(to: [.leaderExited(leavingOthers: true)])
                == [
                    [
                        .drain(.stdout), .close(.stdout), .drain(.stderr), .close(.stderr), .reap, .letLinger, .report,
                        .forget,
                    ]
                ])
    }

    @Test(arguments: [Input.terminate(.polite), .terminate(.immediate)])
    func `what a child that was to end leaves behind is killed`(manner: Input) {
        #expect(answers(to: [manner, .leaderExited(leavingOthers: true)])[1] == Self.endWithBothOpen)
    }

    @Test func `streams that closed before are not drained again`() {
        #expect(
            answers(to: [.outputClosed(.stdout), .outputClosed(.stderr), .leaderExited(leavingOthers: false)])
                == [[.close(.stdout)], [.close(.stderr)], [.killTree, .reap, .report, .forget]])
    }

    @Test func `a polite end asks once, waits for the grace and then kills, again and again while it lives`() {
        #expect(
            answers(to: [
                .terminate(.polite), .terminate(.polite), .graceOver, .graceOver, .leaderExited(leavingOthers: false),
            ])
                == [[.askTreeToEnd, .armGrace(.seconds(2))], [], Self.kill, Self.kill, Self.endWithBothOpen])
    }

    @Test func `a child that obeys is killed with its group all the same, for the members that do not`() {
        #expect(
            answers(to: [.terminate(.polite), .leaderExited(leavingOthers: false)])
                == [[.askTreeToEnd, .armGrace(.seconds(2))], Self.endWithBothOpen])
    }

    @Test func `an immediate end kills at once, also within the grace`() {
        #expect(
            answers(to: [.terminate(.immediate), .terminate(.immediate), .terminate(.polite)]) == [Self.kill, [], []])
        #expect(
            answers(to: [.terminate(.polite), .terminate(.immediate), .graceOver])
                == [[.askTreeToEnd, .armGrace(.seconds(2))], Self.kill, Self.kill])
    }

    @Test func `a child that five kills do not end is abandoned, and collected should it end`() {
        let closing: [Action] = [.drain(.stdout), .close(.stdout), .drain(.stderr), .close(.stderr), .abandon]
        let inputs = [.terminate(.immediate)] + [Input](repeating: .graceOver, count: 5)
        #expect(answers(to: inputs) == [[Action]](repeating: Self.kill, count: 5) + [closing])
        let later: [Input] = [.terminate(.immediate), .terminate(.polite), .leaderExited(leavingOthers: false)]
        #expect(answers(to: inputs + later).suffix(3) == [[], [], [.killTree, .reap, .forget]])
    }

    @Test func `closed output ends nothing`() {
        #expect(
            answers(to: [.outputClosed(.stdout), .outputClosed(.stderr), .terminate(.polite)])
                == [[.close(.stdout)], [.close(.stderr)], [.askTreeToEnd, .armGrace(.seconds(2))]])
    }

    @Test func `input is closed once, by its end or by the end of the child`() {
        #expect(answers(to: [.inputFinished, .inputFinished], hasInput: true) == [[.close(.stdin)], []])
        #expect(answers(to: [.inputFinished]) == [[]])
        let end = answers(to: [.leaderExited(leavingOthers: false)], hasInput: true)[0]
        #expect(end == [.killTree, .close(.stdin)] + Self.endWithBothOpen.dropFirst())
    }

    @Test(arguments: [Input.terminate(.polite), .terminate(.immediate), .outputClosed(.stdout), .inputFinished])
    func `whatever came before, the last signal precedes the reaping and the report is last`(before: Input) {
        let end = answers(to: [before, .leaderExited(leavingOthers: false)], hasInput: true)[1]
        #expect(end.first == .killTree)
        #expect(end.suffix(3) == [.reap, .report, .forget])
        #expect(end.count(where: { $0 == .report }) == 1)
    }
}
