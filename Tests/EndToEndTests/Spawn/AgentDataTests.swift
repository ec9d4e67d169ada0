import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// Agents that report as data what they do, played by scripts.
@Suite(.timeLimit(.minutes(2)))
struct AgentDataTests {
    private let place: Workplace

    init() throws { place = try Workplace("data") }

    private static let start = #"{"type":"system","subtype":"init","session_id":"s-1","model":"m"}"#
    private static let turn =
        #"{"type":"assistant","message":{"id":"m1","model":"m","content":[{"type":"text","text":"half"}],"usage":{"input_tokens":10,"output_tokens":1}},"session_id":"s-1"}"#
    private static let limit =
        #"{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"try again in 1s","session_id":"s-1","total_cost_usd":0.25,"usage":{"input_tokens":10,"output_tokens":1}}"#
    private static let done =
        #"{"type":"result","subtype":"success","is_error":false,"result":"All done.","session_id":"s-1","total_cost_usd":0.5,"usage":{"input_tokens":5,"output_tokens":2},"permission_denials":[{"tool_name":"Bash","tool_input":{"command":"git push"}}]}"#

    /// Runs one task with a script as an agent that speaks claude's format.
    private func run(_ script: String, _ options: [String] = []) async throws -> (run: ProgramRun, result: JSONValue?) {
        let path = try place.files.write("agent.sh", "#!/bin/sh\ncd '\(place.files.path)'\n\(script)\n")
        _ = unsafe chmod(path, 0o700)
        try place.files.write(
            "c.json",
            #"{"spawner": {"tool": "mycli", "tools": {"mycli": {"command": ["\#(path)"], "format": "claude", "#
                + #""resume_args": ["--resume", "{session}"]}}}}"#)
        try place.files.write("tasks.md", "- [ ] 1 Make it so\n")
        let run = try await place.run(
            ["spawn", "tasks.md", "--config", "c.json", "--ui", "plain", "--results", "results.json"] + options,
            environment: ["AURORA_SPAWN_TOOL": ""])
        return (run, try place.document()["results"]?.items.first)
    }

    @Test func `a limit in the middle is continued in the same conversation, and nothing is asked for again`()
        async throws
    {
        let (run, result) = try await run(
            """
            { echo "args: $*"; cat; echo; } >> asked
            if [ "$1" = --resume ]; then echo '\(Self.done)'; exit 0; fi
            echo '\(Self.start)'; echo '\(Self.turn)'; echo '\(Self.limit)'; exit 1
            """)
        #expect(run.exitCode == 0, "\(run.errors)")
        let asked = Files.read(place.files["asked"]) ?? ""
        #expect(asked.contains("args: --resume s-1"))
        #expect(asked.components("Make it so") == 1)
        #expect(asked.contains("go on where it stopped"))
        #expect(result?["output"]?.string == "All done.")
        #expect(result?["session"]?.string == "s-1")
        #expect(result?["continues"]?.integer == 1)
        #expect(result?["usage"]?["input_tokens"]?.integer == 15)
        #expect(result?["cost"]?["source"]?.string == "reported")
        #expect(result?["denied"]?.items.first?["input"]?.string == "git push")
    }

    @Test(arguments: [
        "", "echo", #"echo '{"type":"result","subtype":"success","is_error":false,"result":" "}'"#,
        #"echo '{"type":"result","subtype":"success","is_error":false,"result":"Execution error"}'"#,
    ])
    func `an agent that ends well without an answer has failed`(script: String) async throws {
        let (run, result) = try await run(script, ["--max-retries", "0", "--no-fallback"])
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(result?["success"]?.bool == false)
    }

    @Test func `a conversation that had no turn is begun anew`() async throws {
        let (_, result) = try await run(
            """
            echo "args: $*" >> asked; cat >> asked
            if [ -e once ]; then echo '\(Self.done)'; exit 0; fi
            : > once; echo '\(Self.start)'; echo '\(Self.limit)'; exit 1
            """)
        #expect((Files.read(place.files["asked"]) ?? "").components("Make it so") == 2)
        #expect(result?["continues"]?.isNull == true)
    }

    @Test func `a name of a conversation that could be an option is none`() async throws {
        let name = Self.start.replacing("s-1", with: "--yolo")
        _ = try await run(
            """
            echo "args: $*" >> asked
            if [ -e once ]; then echo '\(Self.done)'; exit 0; fi
            : > once; echo '\(name)'; echo '\(Self.turn.replacing("s-1", with: "--yolo"))'
            echo '\(Self.limit.replacing("s-1", with: "--yolo"))'; exit 1
            """)
        #expect(Files.read(place.files["asked"]) == "args: \nargs: \n")
    }

    @Test func `a login that its service refuses twice is ended, and permanent`() async throws {
        let retry =
            #"{"type":"system","subtype":"api_retry","attempt":$n,"max_retries":10,"error_status":401,"error":"authentication_failed"}"#
        let (run, result) = try await run(
            "echo '\(Self.start)'; for n in 1 2 3 4 5 6 7 8 9; do echo '\(retry.replacing("$n", with: "'$n'"))'; sleep 1; done"
        )
        #expect(run.exitCode == 1)
        #expect(result?["kind"]?.string == "auth_error")
        #expect(result?["attempts"]?.items.count == 1)
        #expect((result?["execution_time"]?.number ?? 100) < 8)
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
