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
        let failure = try await failure(path)
        #expect(failure.message == "The program “\(path)” is not executable; chmod +x makes it so.")
        #expect(failure.kind == .forbidden)
    }

    @Test func `an interpreter that is not there is named`() async throws {
        let path = try files.write("script", "#!/no/such/interpreter\n")
        unsafe chmod(path, 0o755)
        #expect(
            try await failure(path).message
                == "The interpreter “/no/such/interpreter” that “\(path)” names in its first line was not found.")
        let windows = try files.write("windows", "#!/bin/sh\r\necho\r\n")
        unsafe chmod(windows, 0o755)
        #expect(
            try await failure(windows).message.hasSuffix(
                "was not found; the line ends with a carriage return, as on Windows."))
        let text = try files.write("interpreted", "#!\(try files.write("no-program", ""))\n")
        unsafe chmod(text, 0o755)
        let denied = try await failure(text)
        #expect(
            denied.message.hasSuffix(
                "no-program” that “\(text)” names in its first line is not executable; chmod +x makes it so."))
        #expect(denied.kind == .forbidden)
    }

    @Test func `a program is looked for where it runs, whatever lies here`() async throws {
        let tool = try files.write("here.sh", "#!/bin/sh\necho here\n")
        unsafe chmod(tool, 0o755)
        unsafe mkdir(files["sub"], 0o755)
        let spec = ProcessSpec(executable: "./here.sh", workingDirectory: files.path)
        #expect(try await TestChildren().run(spec).stdout.text == "here\n")
        let failure = try await failure("./here.sh", workingDirectory: files["sub"])
        #expect(failure.message == "The program “./here.sh” was not found in “\(files["sub"])”.")
        #expect(failure.kind == .notFound)
    }

    @Test func `a program that cannot be reached is told with the reason`() async throws {
        unsafe symlink("loop", files["loop"])
        #expect(
            try await failure(files["loop"]).message.contains("cannot be reached: Too many levels of symbolic links"))
        #expect(try await failure(files["loop"]).kind == .invalidRequest)
        let long = "/" + String(repeating: "x", count: 300)
        #expect(try await failure(long).message.hasSuffix("cannot be reached: File name too long."))
        #expect(try await failure(files.path).message == "The program “\(files.path)” is a directory.")
        #expect(try await failure("~/bin/tool").message.contains("write out what “~” stands for"))
        #expect(try await failure("").message == "The program “” was not found.")
    }

    @Test func `one on PATH that cannot be run is named by its path`() async throws {
        let path = try files.write("my-tool", "")
        var spec = ProcessSpec(executable: "my-tool", environment: ["PATH": files.path])
        let failure = try await TestChildren().startFailure(spec)
        #expect(failure.message == "The program “\(path)” is not executable; chmod +x makes it so.")
        spec.environment = ["PATH": "/nowhere"]
        #expect(try await TestChildren().startFailure(spec).message == "The program “my-tool” was not found.")
    }

    @Test func `a file that is no program is named`() async throws {
        let path = try files.write("data", "\u{1}\u{2}")
        unsafe chmod(path, 0o755)
        let failure = try await failure(path)
        #expect(failure.message == "“\(path)” is not a program this machine can run.")
        #expect(failure.kind == .invalidRequest)
        let text = try files.write("words", "echo hello\n")
        unsafe chmod(text, 0o755)
        #expect(
            try await self.failure(text).message.hasSuffix(
                ": its first line names no interpreter, as “#!/bin/sh” does."))
    }

    @Test func `a null character in an argument is no shorter argument`() async throws {
        let failure = try await failure("true", ["a\0b"])
        #expect(failure.message == "“true” was given an argument or a variable with a null character in it.")
        #expect(failure.kind == .invalidRequest)
    }

    @Test func `an argument beyond the limit of the system is measured`() async throws {
        let failure = try await failure("true", [String(repeating: "x", count: 200_000)])
        #expect(failure.message.hasPrefix("An argument for “true” has 200000 bytes; the system allows 131071."))
        #expect(!failure.isExhaustion)
        #expect(failure.kind == .invalidRequest)
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
