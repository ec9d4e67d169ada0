import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// What `-v` shows of what children write.
@Suite(.timeLimit(.minutes(2)))
struct VerboseTests {
    private let place: Workplace

    init() throws { place = try Workplace("verbose") }

    /// Runs one task with a script as its agent.
    ///
    /// - Returns: The plain lines, without their times and all that is not about the output.
    private func output(
        of script: String, format: String = "text", settings: String = "", _ options: [String] = [], code: Int32 = 0
    ) async throws -> [String] {
        let path = try place.files.write("agent.sh", "#!/bin/sh\ncat > /dev/null\n\(script)\n")
        _ = unsafe chmod(path, 0o700)
        try place.files.write(
            "c.json",
            #"{"spawner": {\#(settings)"tools": {"t": {"command": ["\#(path)"], "format": "\#(format)"}}}}"#)
        try place.files.write("tasks.md", "- [ ] 1 x\n  - Agent: coder\n")
        let run = try await place.run(["spawn", "-v", "--config", "c.json", "--tool", "t", "--ui", "plain"] + options)
        #expect(run.exitCode == code, "\(run.errors.suffix(2_000))")
        return run.errors.split(separator: "\n").compactMap { line in
            let text = line.drop { $0 != "]" }.dropFirst(2)
            guard text.hasPrefix("1 (coder): ") else { return nil }
            let words = text.dropFirst(11)
            return "|!>[".contains(words.first ?? " ") ? String(words) : nil
        }
    }

    @Test func `every line of both streams comes once, in each attempt, and what has no line end at the end`()
        async throws
    {
        let lines = try await output(
            of: #"""
                for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "line $i"; done
                echo trouble >&2
                printf '\033[31mred\033[0m \007bell\n10%%\r100%%\nbegun'
                if [ $AURORA_ATTEMPT = 1 ]; then sleep 1.2; echo " and ended"; printf 'Connection refused' >&2; exit 1; fi
                """#, ["--recovery", "aggressive_retry"])
        let twelve = (1...12).map { "| line \($0)" } + ["| red bell", "| 100%"]
        let stdout = lines.filter { $0.hasPrefix("|") }
        #expect(stdout == twelve + ["| begun and ended"] + twelve + ["| begun"])
        #expect(lines.filter { $0.hasPrefix("!") } == ["! trouble", "! Connection refused", "! trouble"])
    }

    @Test func `a hundred thousand lines at once are all there`() async throws {
        let lines = try await output(of: "seq 1 100000; seq 1 100000 >&2")
        #expect(lines.filter { $0.hasPrefix("|") } == (1...100_000).map { "| \($0)" })
        #expect(lines.filter { $0.hasPrefix("!") } == (1...100_000).map { "! \($0)" })
    }

    /// Without files, what memory does not hold is nowhere.
    @Test func `lines that are left out are counted, and the sum is right`() async throws {
        let lines = try await output(of: "seq 1 1000000", settings: #""max_output": 0, "#)
        let shown = lines.count { $0.hasPrefix("|") }
        let left = lines.compactMap { $0.hasPrefix("[… ") ? Int($0.dropFirst(3).prefix { $0.isNumber }) : nil }
        #expect(!left.isEmpty)
        #expect(shown + left.reduce(0, +) == 1_000_000)
        #expect(lines.last == "| 1000000")
    }

    @Test func `an agent that reports as data is told in words`() async throws {
        let lines = try await output(
            of: #"""
                cat << 'END'
                {"type":"system","subtype":"init","session_id":"s","model":"m"}
                {"type":"assistant","message":{"id":"1","content":[{"type":"tool_use","name":"Bash","input":{"command":"make"}}]}}
                {"type":"assistant","message":{"id":"2","content":[{"type":"text","text":"It is made.\nAll of it."}]}}
                {"type":"result","subtype":"success","is_error":false,"result":"It is made.\nAll of it."}
                END
                """#, format: "claude")
        #expect(lines == ["> Bash: make", "| It is made.", "| All of it."])
    }

    @Test func `nobody is shown output who did not ask for it`() async throws {
        #expect(try await output(of: "echo hi", ["--quiet"]) == [])
    }
}
