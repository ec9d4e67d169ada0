import SpawnTestKit
import Testing

/// `aurora classify`, over texts in files and on stdin.
@Suite struct ClassifyTests {
    private func classify(_ text: String, _ arguments: [String] = []) async throws -> ProgramRun {
        try await ProgramRun.of(BuiltProgram.path("aurora"), ["classify"] + arguments, input: text)
    }

    @Test func `a text on stdin is answered with category, kind, rule, matched text and hint`() async throws {
        let run = try await classify("Error: Rate-limit reached, try again in 90s\n")
        let lines = run.output.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
        let said = Dictionary(uniqueKeysWithValues: lines.map { ($0[0], $0[1].drop { $0 == " " }) })
        #expect(said["category"] == "transient")
        #expect(said["kind"] == "rate_limit")
        #expect(said["rule"] == "rate.?limit")
        #expect(said["matched"] == "Rate-limit")
        #expect(said["hint"]?.hasPrefix("serves again in 90.0 s, at 2") == true)
        #expect(run.exitCode == 0)
    }

    @Test func `the exit code and the tool decide what counts`() async throws {
        #expect(try await classify("Error: 429\n", ["--exit", "0"]).output == "outcome   success\n")
        #expect(try await classify("why 401?\nuser\n", ["--tool", "codex"]).output.contains("category  unknown"))
        #expect(try await classify("ERROR: 401\n", ["--tool", "codex"]).output.contains("category  permanent"))
        #expect(try await classify("x\n", ["--exit", "127"]).output.contains("rule      exit 127"))
    }

    @Test func `a stream of a tool that reports as data tells which field decided, and what else it says`() async throws
    {
        let limit = """
            {"type":"system","subtype":"init","session_id":"s-1","model":"m"}
            {"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"limit","total_cost_usd":0.25}

            """
        let said = try await classify(limit, ["--tool", "claude"]).output
        #expect(said.contains("kind      rate_limit"))
        #expect(said.contains("rule      api_error_status\n") && said.contains("matched   429\n"))
        #expect(said.contains("session   s-1\n") && said.contains("cost      $0.250000\n"))
        let done = #"{"type":"turn.failed","error":{"message":"You've hit your usage limit. Try again in 90s."}}"#
        let failed = try await classify(done + "\n", ["--tool", "codex"]).output
        #expect(failed.contains("kind      rate_limit") && failed.contains("serves again in 90.0 s"))
        let success = #"{"type":"result","is_error":false,"result":"401 is only a word"}"#
        #expect(
            try await classify(success + "\n", ["--tool", "claude"]).output.hasPrefix(
                "outcome   success\nverdict   its own: success\nanswer    401 is only a word\n"))
        let cut = #"{"type":"thread.started","thread_id":"t"}"#
        #expect(try await classify(cut + "\n", ["--tool", "codex"]).output.contains("verdict   none: it was cut off"))
    }

    @Test func `several files are answered in order, each under its name`() async throws {
        let files = try TemporaryDirectory()
        try files.write("a", "Error: timed out\n")
        try files.write("b", "all is well\n")
        let run = try await classify("", [files["a"], files["b"]])
        let answers = run.output.split(separator: "\n\n")
        #expect(answers.count == 2)
        #expect(answers[0].hasPrefix("\(files["a"])\n") && answers[0].contains("category  timeout"))
        #expect(answers[1].hasPrefix("\(files["b"])\n") && answers[1].contains("category  unknown"))
    }

    @Test func `hostile text does nothing to the terminal`() async throws {
        let run = try await classify("\u{1B}]0;owned\u{7}Error: \u{1B}[31mrate limit\u{1B}[0m\u{9B}2J\n")
        #expect(!run.stdout.contains { $0 == 0x1B || $0 == 0x07 || $0 == 0x9B })
        #expect(run.output.contains("rate_limit"))
    }

    @Test func `a file that is not there is one sentence and exit 2`() async throws {
        let run = try await classify("", ["/no/such/file"])
        #expect(run.errors.hasPrefix("aurora: /no/such/file: cannot open it: No such file or directory"))
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(run.exitCode == 2)
    }
}
