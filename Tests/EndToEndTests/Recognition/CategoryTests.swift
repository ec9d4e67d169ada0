import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Each row of the table of categories, as it goes from an agent's words to the results.
@Suite struct CategoryTests {
    @Test(arguments: [
        ("rate-limit", ErrorCategory.transient, FailureKind.rateLimit), ("connection", .transient, .transientError),
        ("timeout", .timeout, .timeout), ("quota", .resource, .rateLimit),
    ])
    func `what may pass is tried again`(kind: String, category: ErrorCategory, expected: FailureKind) async throws {
        let run = try await RecognitionRun.of("- [ ] 1 work\n  - Agent: coder\n  @fail \(kind) 1\n  @print well\n")
        #expect(run.firstFailure?.category == category)
        #expect(run.firstFailure?.kind == expected)
        #expect(run.results[0].ending == .recoveredByRetry)
        #expect(run.results[0].retryCount == 1)
        #expect(run.exitCode == 0)
    }

    @Test(arguments: [("auth", FailureKind.authError), ("model", .invalidModel)])
    func `what is permanent runs once, without a fallback`(kind: String, expected: FailureKind) async throws {
        let run = try await RecognitionRun.of("- [ ] 1 work\n  - Agent: coder\n  @fail \(kind)\n")
        #expect(run.firstFailure?.category == .permanent)
        #expect(run.firstFailure?.kind == expected)
        #expect(run.results[0].attempts.count == 1)
        #expect(!run.results[0].fallback)
        #expect(run.exitCode == 1)
    }

    @Test func `what nobody knows is tried again and then handed to the plain LLM`() async throws {
        let run = try await RecognitionRun.of("- [ ] 1 work\n  - Agent: coder\n  @exit 3\n")
        #expect(run.firstFailure?.category == .unknown)
        #expect(run.results[0].retryCount == 1)
        #expect(run.results[0].fallback)
        #expect(run.results[0].originalAgent == "coder")
        #expect(run.exitCode == 1)
    }

    @Test func `a limit that lifts too late to wait for ends the task with its time, and the run with 75`() async throws
    {
        let soon = time(nil) + 7200
        let run = try await RecognitionRun.of(
            """
            - [ ] 1 work
              - Agent: coder
              @stderr Claude AI usage limit reached|\(soon)
              @exit 1
            - [ ] 2 more
              @stderr 429 Too Many Requests, try again in 2 hours
              @exit 1
            """)
        #expect(run.results.map(\.ending) == [.rateLimited, .rateLimited])
        // The other's word confirms it, and what the tool is held for then holds for both.
        for result in run.results { #expect(abs(try #require(result.resetAt) - Double(soon)) < 60) }
        #expect(run.results.allSatisfy { $0.attempts.count == 1 })
        #expect(run.exitCode == 75)
    }

    @Test func `a hint is kept to: never sooner, and hardly later`() async throws {
        let run = try await RecognitionRun.of(
            "- [ ] 1 work\n  - Agent: coder\n  @fail rate-limit 1\n  @print well\n",
            tool: "limited",
            programs: [
                "limited": "[ $AURORA_ATTEMPT = 1 ] || exit 0; echo 'Error: 429, try again in 0.5s' >&2; exit 1"
            ],
            tools: #"{"limited": {"command": ["limited"]}}"#)
        let attempts = run.results[0].attempts
        #expect(attempts.count == 2)
        let pause = attempts[1].startedAt - (attempts[0].startedAt + attempts[0].duration)
        #expect(pause >= .seconds(0.5))
        #expect(run.results[0].ending == .recoveredByRetry)
    }

    @Test func `a child that is killed, but not by us, is taken for out of memory`() async throws {
        let run = try await RecognitionRun.of(
            "- [ ] 1 work\n", tool: "victim", programs: ["victim": "kill -KILL $$"],
            tools: #"{"victim": {"command": ["victim"]}}"#)
        #expect(run.firstFailure?.category == .resource)
        #expect(run.firstFailure?.kind == .killed)
    }
}
