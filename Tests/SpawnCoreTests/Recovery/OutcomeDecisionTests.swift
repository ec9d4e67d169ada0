import Testing

@testable import SpawnCore

/// How an attempt ended, from what its child left behind.
@Suite struct OutcomeDecisionTests {
    private func outcome(
        _ exit: SpawnCore.ExitStatus, stdout: String = "", stderr: String = "", finding: Finding? = nil,
        hasResult: Bool = false, agent: AgentReport? = nil, termination: TerminationReason? = nil,
        limit: TimeLimit? = nil
    ) -> AttemptOutcome {
        AttemptOutcome.decide(
            ProcessReport(
                exit: exit, stdout: CapturedOutput(head: Array(stdout.utf8)),
                stderr: CapturedOutput(head: Array(stderr.utf8)), finding: finding, hasResult: hasResult, agent: agent),
            termination: termination, limit: limit, patternRule: nil)
    }

    @Test(arguments: [
        (Int32(137), ErrorCategory.resource, FailureKind.killed, "killed, perhaps out of memory, exit 137"),
        (139, .unknown, .crash, "ended by signal 11 (SIGSEGV), exit 139"),
        (143, .unknown, .crash, "ended by signal 15 (SIGTERM), exit 143"),
        (134, .unknown, .crash, "ended by signal 6 (SIGABRT), exit 134"),
        (200, .unknown, .unknown, "exit 200"),
    ])
    func `a signal is one behind a shell or another wrapper too`(
        code: Int32, category: ErrorCategory, kind: FailureKind, message: String
    ) {
        let failure = outcome(.exited(code)).failure
        #expect(failure?.category == category)
        #expect(failure?.kind == kind)
        #expect(failure?.message == message)
    }

    @Test(arguments: [
        ("Error: the plan could not be read\ntokens used\n13\n", "Error: the plan could not be read"),
        ("error: something odd\n  12 | let x = 1\n     |    ^\n", "error: something odd"),
        ("the disk is on fire\n}\n", "the disk is on fire"),
        ("TypeError: x is undefined\n    at run (file:///a.js:1:2)\n\nNode.js v20.1.0\n", "TypeError: x is undefined"),
        ("42\n", "42"),
    ])
    func `what people are shown is the line that tells them most`(stderr: String, message: String) {
        #expect(outcome(.exited(1), stderr: stderr).failure?.message == message)
    }

    @Test func `a result that is out is a success, whatever became of the program`() {
        for termination in [TerminationReason.result, .timeout, .noActivity, .errorPattern, nil] {
            #expect(outcome(.exited(1), hasResult: true, termination: termination) == .success)
            #expect(outcome(.signalled(15), hasResult: true, termination: termination) == .success)
        }
        #expect(outcome(.exited(0), hasResult: true, termination: .user) == .cancelled(by: .user))
    }

    @Test func `an agent that ends in the middle of its work says so, and not an event of its own`() {
        let event = #"{"type":"turn.started"}"#
        let words = "exit 1, before it said how its work ended"
        #expect(outcome(.exited(1), stdout: event, agent: AgentReport()).failure?.message == words)
        let told = outcome(.exited(1), stdout: event, stderr: "error: no disk\n", agent: AgentReport())
        #expect(told.failure?.message == "error: no disk")
    }

    @Test func `a time limit does not hide what went wrong before it`() {
        let finding = Finding(ErrorMeaning(.permanent, .authError), rule: "401", message: "Error: 401 invalid api key")
        let limit = TimeLimit(.seconds(60), key: "timeout of the run")
        let failure = outcome(.signalled(15), finding: finding, termination: .timeout, limit: limit).failure
        #expect(failure?.kind == .timeout)
        #expect(
            failure?.message == "timed out after 60 s: timeout of the run; it had said: Error: 401 invalid api key")
    }

    @Test func `a rate limit that was told of is why its time was up`() {
        let limit = Finding(ErrorMeaning(.transient, .rateLimit), rule: "429", message: "429")
        let other = Finding(ErrorMeaning(.transient, .transientError), rule: "503", message: "503")
        #expect(outcome(.signalled(15), finding: limit, termination: .timeout).failure?.kind == .rateLimit)
        #expect(outcome(.signalled(15), finding: limit, termination: .noActivity).failure?.kind == .rateLimit)
        #expect(outcome(.signalled(15), finding: other, termination: .timeout).failure?.kind == .timeout)
    }
}
