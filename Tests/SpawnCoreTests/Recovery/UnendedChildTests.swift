import SpawnCore
import Testing

/// What becomes of an attempt whose child could not be ended.
struct UnendedChildTests {
    private func outcome(
        _ termination: TerminationReason, hasResult: Bool = false, finding: Finding? = nil
    ) -> AttemptOutcome {
        let report = ProcessReport(
            exit: .signalled(9), stdout: CapturedOutput(), stderr: CapturedOutput(), finding: finding,
            hasResult: hasResult, unended: LeakedProcess(pid: 4711, command: "sudo make"))
        return AttemptOutcome.decide(report, termination: termination, patternRule: nil)
    }

    @Test(arguments: [
        (TerminationReason.timeout, "timed out"), (.noActivity, "no activity"),
        (.maxOutput, "wrote more than max_output"), (.errorPattern, "error pattern on stderr"),
    ])
    func `an attempt whose child could not be ended fails for good, with the reason`(
        termination: TerminationReason, words: String
    ) {
        let failure = outcome(termination).failure
        #expect(failure?.category == .permanent)
        #expect(failure?.message == "\(words), and could not be ended: 4711 sudo make")
    }

    @Test func `it is not tried again when the limit lifts either`() {
        let limit = Finding(ErrorMeaning(.transient, .rateLimit), rule: "rate limit", message: "usage limit reached")
        let outcome = outcome(.timeout, finding: limit)
        #expect(outcome.failure?.message == "usage limit reached, and could not be ended: 4711 sudo make")
        guard case .failure(let failure) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(failure.category == .permanent)
    }

    @Test func `work that is done counts, and a cancelled attempt stays so`() {
        #expect(outcome(.result, hasResult: true) == .success)
        #expect(outcome(.user) == .cancelled(by: .user))
        #expect(outcome(.shutdown) == .cancelled(by: .shutdown))
    }
}
