import SpawnTestKit
import Testing

/// What each directive writes, and the exit code.
struct SampleAgentScriptTests {
    private func perform(
        _ script: String, _ arguments: [String] = ["-p"], environment: [String: String] = [:]
    ) async throws -> ProgramRun {
        try await ProgramRun.of(
            BuiltProgram.path("sample-agent"), arguments, input: script, environment: environment)
    }

    @Test func `lines of a script are performed in order, all others are ignored`() async throws {
        let run = try await perform("Please do this:\n@print one  two\n not @this\n@stderr trouble\r\n@print\n@lines 2")
        #expect(run.output == "one  two\n\nline 1\nline 2\n")
        #expect(run.errors == "trouble\n")
        #expect(run.exitCode == 0)
    }

    @Test(arguments: [0, 1, 64, 65_536, 2_000_000])
    func `bytes are written to the exact count`(count: Int) async throws {
        #expect(try await perform("@bytes \(count)").stdout.count == count)
    }

    @Test(arguments: ["@print open\n@no-newline", "@no-newline\n@print open", "@no-newline"])
    func `a line can be left open`(script: String) async throws {
        let output = try await perform(script).output
        #expect(!output.isEmpty)
        #expect(output.last != "\n")
    }

    @Test func `exit ends the script at once`() async throws {
        let run = try await perform("@print before\n@exit 75\n@print after")
        #expect(run.output == "before\n")
        #expect(run.exitCode == 75)
    }

    @Test(arguments: [
        ("rate-limit", "429"), ("auth", "401"), ("timeout", "timed out"), ("connection", "ECONNRESET"),
        ("quota", "Quota exceeded"), ("model", "model_not_found"),
    ])
    func `a failure has the words of a real command line, on stderr`(kind: String, words: String) async throws {
        let run = try await perform("@fail \(kind)\n@print after")
        #expect(run.errors.contains(words))
        #expect(run.output.isEmpty)
        #expect(run.exitCode == 1)
    }

    @Test(arguments: [("1", 1), ("2", 1), ("3", 0)])
    func `a failure can be limited to the first attempts`(attempt: String, code: Int32) async throws {
        let run = try await perform("@fail connection 2\n@print well", environment: ["AURORA_ATTEMPT": attempt])
        #expect(run.exitCode == code)
        #expect(run.output == (code == 0 ? "well\n" : ""))
    }

    @Test func `hostile output holds escape sequences and invalid text`() async throws {
        let run = try await perform("@ansi")
        #expect(run.stdout.contains(0x1B))
        #expect(run.stdout.contains(0xFF))
        #expect(run.exitCode == 0)
    }

    @Test(arguments: ["@dance", "@exit", "@exit 256", "@fail badly", "@sleep soon", "@hang on", "@fork 1 away"])
    func `a directive that makes no sense is a usage error`(line: String) async throws {
        let run = try await perform(line)
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("sample-agent: "))
    }

    @Test(arguments: [["--bogus"], ["-p", "extra"], ["-p", "--agent"]])
    func `an unknown option is a usage error`(arguments: [String]) async throws {
        let run = try await perform("", arguments)
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("sample-agent: "))
    }

    @Test func `without a script a session is made up, the same for the same prompt`() async throws {
        async let first = perform("Write the tests", ["-p", "--agent", "coder", "--model", "small"])
        async let again = perform("Write the tests", ["-p", "--agent", "coder"])
        async let other = perform("Write the tests", ["-p", "--agent", "tester"])
        let runs = try await (first, again, other)
        #expect(runs.0.output.contains("reading "))
        #expect(runs.0.exitCode == 0)
        #expect(runs.1.output == runs.0.output)
        #expect(runs.2.output != runs.0.output)
    }
}
