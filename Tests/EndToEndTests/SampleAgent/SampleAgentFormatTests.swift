import AuroraSpawner
import SpawnTestKit
import Testing

/// The agent in the forms of real ones, through `aurora spawn`.
struct SampleAgentFormatTests {
    private let place: Workplace

    init() throws { place = try Workplace("formats") }

    private func spawn(_ script: String, _ tool: String, _ options: [String] = []) async throws -> JSONValue {
        try place.files.write(
            "tasks.json",
            "[{\"id\": \"1\", \"prompt\": \"\(script.replacing("\n", with: "\\n"))\", \"tool\": \"\(tool)\"}]")
        _ = try await place.run(
            ["spawn", "tasks.json", "--ui", "none", "--results", "results.json"] + options,
            environment: ["XDG_STATE_HOME": place.files["state"]])
        return try #require(try place.document()["results"]?.items.first)
    }

    @Test(arguments: ["sample-claude", "sample-codex"])
    func `answer, session and tokens are told as data`(tool: String) async throws {
        let result = try await spawn(
            "@usage 100 10 50\n@tool Bash make test\n@todo 1 3\n@deny Bash git push\n@print All is well.", tool)
        #expect(result["ending"]?.string == "first_try")
        #expect(result["output"]?.string == "All is well.")
        #expect(result["session"]?.string?.hasPrefix("sample-") == true)
        // Codex says nothing of what its list of things to do used.
        let turns = tool == "sample-claude" ? 4 : 3
        #expect(result["usage"]?["input_tokens"]?.integer == 100 * turns)
        #expect(result["usage"]?["cached_input_tokens"]?.integer == 50 * turns)
        #expect(result["denied"]?.items.first?["input"]?.string == "git push")
    }

    @Test(arguments: ["sample-claude", "sample-codex"])
    func `a limit in the third of five turns is gone on from, and no turn is paid twice`(tool: String) async throws {
        let result = try await spawn(
            "@usage 100 10\n@cost 0.25\n@tool Read one\n@tool Edit two\n@limit 1 1\n@tool Bash three\n@tool Bash four\n@print five",
            tool)
        #expect(result["ending"]?.string == "recovered_by_retry")
        #expect(result["output"]?.string == "five")
        #expect(result["continues"]?.integer == 1)
        #expect(result["usage"]?["input_tokens"]?.integer == 500)
        #expect(result["attempts"]?.items.first?["kind"]?.string == "rate_limit")
        #expect(result["cost"]?["usd"]?.number == (tool == "sample-claude" ? 1.25 : nil))
    }

    @Test func `a result that is out counts, though the program hangs`() async throws {
        let result = try await spawn("@print done\n@result\n@hang", "sample-claude")
        #expect(result["success"]?.bool == true)
        #expect(result["output"]?.string == "done")
    }

    @Test func `retries of a refused login end the attempt at the second`() async throws {
        let result = try await spawn("@retry 401 10 0.2\n@print never", "sample-claude")
        #expect(result["kind"]?.string == "auth_error")
    }

    @Test func `a conversation that is not there is said not to be`() async throws {
        let path = try BuiltProgram.path("sample-agent")
        let run = try await ProgramRun.of(
            path, ["-p", "--output-format", "stream-json", "--resume", "nothing"], input: "go on")
        #expect(run.exitCode == 1)
        #expect(run.output.contains("No conversation found with session ID: nothing"))
    }
}
