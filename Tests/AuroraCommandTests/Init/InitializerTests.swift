import AuroraCommand
import AuroraSpawner
import Glibc
import SpawnCore
import Testing

@Suite struct InitializerTests {
    /// A directory that is there for the time of a test.
    func withDirectory(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/aurora-init-XXXXXX".utf8CString)
        let path = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, let made = unsafe mkdtemp(start) else { return nil }
            return unsafe String(cString: made)
        }
        let directory = try #require(path)
        defer {
            for name in ["/tasks.md", "/.aurora/config.json"] { unsafe unlink(directory + name) }
            for name in ["/.aurora", ""] { unsafe rmdir(directory + name) }
        }
        try body(directory)
    }

    func mode(_ path: String) -> mode_t {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func `what it writes can be run, is private, and is never overwritten`() throws {
        try withDirectory { directory in
            let tasks = directory + "/tasks.md"
            let config = directory + "/.aurora/config.json"
            #expect(try Initializer.run(in: directory) == ["\(tasks) written", "\(config) written"])
            #expect(try TaskFileParser.parse(InputFile.read(tasks), file: tasks).map(\.id) == ["1", "2", "3"])
            #expect(try ConfigurationFile.load(config, environment: [:]).configuration.recovery == .default)
            #expect(mode(directory + "/.aurora") == 0o700)
            #expect(mode(config) == 0o600)

            let before = try InputFile.read(tasks)
            #expect(
                try Initializer.run(in: directory) == [
                    "\(tasks) is there already and was left alone", "\(config) is there already and was left alone",
                ])
            #expect(try InputFile.read(tasks) == before)
        }
    }

    @Test(arguments: Permission.allCases)
    func `what agents may do is written where it is said`(permissions: Permission) throws {
        try withDirectory { directory in
            #expect(Initializer.writesConfiguration(in: directory))
            _ = try Initializer.run(in: directory, permissions: permissions)
            let config = directory + "/.aurora/config.json"
            #expect(try ConfigurationFile.load(config, environment: [:]).configuration.permissions == permissions)
            #expect(!Initializer.writesConfiguration(in: directory))
        }
    }

    @Test func `an answer is a level, nothing, or asked for again`() {
        typealias Question = PermissionQuestion
        #expect(Question.answer(" Edit ") == .permissions(.edit))
        #expect(Question.answer("ask-nothing") == .permissions(.askNothing))
        for line in ["", "  ", nil] { #expect(Question.answer(line) == .permissions(nil)) }
        guard case .unclear(let words) = Question.answer("\u{1B}[2Jall") else {
            Issue.record("it was taken for a level")
            return
        }
        #expect(words.hasPrefix("'\\x1b[2jall' is none of them"))
    }

    @Test func `a place that cannot be written to is an error`() {
        #expect { try Initializer.run(in: "/nowhere") } throws: {
            "\($0)" == "/nowhere/tasks.md: cannot create it: No such file or directory; "
                + "a directory we may write to is needed"
        }
    }
}
