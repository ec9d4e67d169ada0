import Glibc
import SpawnTestKit
import Testing

/// Running real programs from tests.
struct ProgramRunTests {
    @Test func `a program gets its input, environment and directory, and its streams are kept apart`() async throws {
        let directory = try TemporaryDirectory()
        let run = try await ProgramRun.of(
            "sh", ["-c", "cat; pwd; echo $WORD >&2; exit 5"], input: "typed\n", environment: ["WORD": "given"],
            directory: directory.path)
        #expect(run.output == "typed\n\(directory.path)\n")
        #expect(run.errors == "given\n")
        #expect(run.exitCode == 5)
        #expect(run.signal == nil)
    }

    @Test func `a program killed by a signal has no exit code`() async throws {
        let run = try await ProgramRun.of("sh", ["-c", "kill -TERM $$"])
        #expect(run.exitCode == nil)
        #expect(run.signal == SIGTERM)
    }

    @Test func `a program that takes too long is killed with its children`() async throws {
        let mark = "timeout-\(getpid())"
        let error = await #expect(throws: TestKitError.self) {
            try await ProgramRun.of(
                "sh", ["-c", "echo started; sleep 600 & wait"], environment: ["AURORA_TEST_MARK": mark],
                timeout: .milliseconds(300))
        }
        #expect(error?.description.contains("started") == true)
        #expect(try await Survivors.outliving(.seconds(5), environment: "AURORA_TEST_MARK=\(mark)").isEmpty)
    }

    @Test func `a program that does not exist is an error`() async {
        await #expect(throws: TestKitError.self) { try await ProgramRun.of("/nowhere/nothing") }
    }

    @Test func `descendants are found through their parents`() async throws {
        let program = try RunningProgram("sh", ["-c", "sh -c 'sleep 60; true'; true"])
        let found = try await Waiting.until(timeout: .seconds(5)) {
            let commands = Survivors().descendants(of: program.pid).map(\.command)
            return commands.contains("sleep 60") ? commands : nil
        }
        #expect(found?.count == 2)
        kill(-program.pid, SIGKILL)
        _ = try await program.wait()
    }

    @Test func `a temporary directory is removed with all that is in it`() throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let path = try #require(directory?.path)
        try directory?.write("file", "text")
        #expect(Files.read(path + "/file") == "text")
        directory = nil
        #expect(!Files.entries(of: "/tmp").contains { path == "/tmp/" + $0 })
    }
}
