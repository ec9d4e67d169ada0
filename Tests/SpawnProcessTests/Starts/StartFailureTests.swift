import Glibc
import SpawnCore
import SpawnTestKit
import Testing

/// Starts that fail, and what is blamed for it.
struct StartFailureTests {
    private let files: TemporaryDirectory

    init() throws { files = try TemporaryDirectory() }

    private func failure(
        _ executable: String, _ arguments: [String] = [], workingDirectory: String? = nil
    ) async throws -> StartFailure {
        try await TestChildren().startFailure(
            ProcessSpec(executable: executable, arguments: arguments, workingDirectory: workingDirectory))
    }

    @Test(arguments: ["no-such-program-anywhere", "/no/such/program"])
    func `a program that is not there is named`(program: String) async throws {
        let failure = try await failure(program)
        #expect(failure.errno == ENOENT)
        #expect(failure.message == "The program “\(program)” was not found.")
        #expect(!failure.isExhaustion)
    }

    @Test func `a directory that is not there is named, not the program`() async throws {
        let failure = try await failure("sh", workingDirectory: "/no/such/directory")
        #expect(
            failure.message
                == "The working directory “/no/such/directory” cannot be used: No such file or directory.")
    }

    @Test func `a working directory that is a file is named`() async throws {
        let failure = try await failure("sh", workingDirectory: try files.write("file", ""))
        #expect(failure.message.hasSuffix("file” cannot be used: Not a directory."))
    }

    @Test func `a file that is not executable is named`() async throws {
        let path = try files.write("text", "#!/bin/sh\n")
        #expect(try await failure(path).message == "The program “\(path)” may not be run.")
    }

    @Test func `an interpreter that is not there is named`() async throws {
        let path = try files.write("script", "#!/no/such/interpreter\n")
        unsafe chmod(path, 0o755)
        #expect(
            try await failure(path).message
                == "The interpreter that “\(path)” names in its first line was not found.")
    }

    @Test func `a file that is no program is named`() async throws {
        let path = try files.write("data", "\u{1}\u{2}")
        unsafe chmod(path, 0o755)
        #expect(try await failure(path).message == "“\(path)” is not a program this machine can run.")
    }

    @Test func `a null character in an argument is no shorter argument`() async throws {
        let failure = try await failure("true", ["a\0b"])
        #expect(failure.message == "“true” was given an argument or a variable with a null character in it.")
    }

    @Test func `an argument beyond the limit of the system is measured`() async throws {
        let failure = try await failure("true", [String(repeating: "x", count: 200_000)])
        #expect(failure.message.hasPrefix("An argument for “true” has 200000 bytes; the system allows 131071."))
        #expect(!failure.isExhaustion)
    }

    @Test func `the longest argument that is allowed arrives`() async throws {
        let argument = String(repeating: "x", count: ToolDefinition.longestArgument)
        let spec = ProcessSpec(executable: "/usr/bin/printf", arguments: ["%s", argument])
        #expect(try await TestChildren().run(spec).stdout.byteCount == argument.utf8.count)
        #expect(try await self.failure("true", [argument + "x"]).errno == E2BIG)
    }

    @Test func `more arguments than the system allows are named`() async throws {
        let failure = try await failure("true", Array(repeating: String(repeating: "x", count: 100_000), count: 100))
        #expect(failure.message == "The arguments and variables for “true” are longer than the system allows.")
    }

    @Test func `after a failed start the next one works`() async throws {
        let children = try TestChildren()
        _ = try await children.startFailure(ProcessSpec(executable: "/no/such/program"))
        #expect(try await children.run(.shell("echo well"), task: 1).stdout.text == "well\n")
    }
}
