import Glibc
import SpawnCore
import SpawnTestKit
import Testing

/// What a child starts with.
struct StartTests {
    @Test func `a child has its streams and no other descriptor`() async throws {
        // Not marked to be closed when a program starts, as descriptors of other libraries may be.
        let open = unsafe Glibc.open("/dev/null", O_RDONLY)
        defer { close(open) }
        let report = try await TestChildren().run(.shell("ls /proc/$$/fd", input: Array("prompt".utf8)))
        #expect(report.stdout.text.split(separator: "\n") == ["0", "1", "2"])
    }

    /// In a process of its own, because what is changed here holds for a whole process.
    @Test func `a child has the default reaction to every signal, and none is blocked`() async throws {
        await #expect(processExitsWith: .success) {
            for number in [SIGPIPE, SIGINT, SIGHUP, SIGCHLD] { signal(number, SIG_IGN) }
            var blocked = sigset_t()
            unsafe sigaddset(&blocked, SIGTERM)
            unsafe pthread_sigmask(SIG_BLOCK, &blocked, nil)
            let report = try await TestChildren().run(
                ProcessSpec(executable: "cat", arguments: ["/proc/self/status"]))
            for mask in ["SigBlk:", "SigIgn:", "SigCgt:"] {
                let line = try #require(report.stdout.text.split(separator: "\n").first { $0.hasPrefix(mask) })
                let signals = try #require(UInt64(line.dropFirst(mask.count + 1), radix: 16))
                // 32 and 33 are the C library's own, which it ignores in every program that it starts.
                #expect(signals & 0x7FFF_FFFF == 0)
            }
        }
    }

    @Test func `a child's streams block, as programs expect them to`() async throws {
        let report = try await TestChildren().run(
            .shell("for i in 0 1 2; do grep flags /proc/$$/fdinfo/$i; done", input: Array("prompt".utf8)))
        let flags = report.stdout.text.split(separator: "\n").compactMap {
            Int32($0.split(separator: "\t").last ?? "", radix: 8)
        }
        #expect(flags.count == 3)
        #expect(flags.allSatisfy { $0 & O_NONBLOCK == 0 })
    }

    @Test func `a child has a session and a group of its own`() async throws {
        let report = try await TestChildren().run(.shell("echo $$; cut -d ' ' -f 5,6 /proc/$$/stat"))
        let numbers = report.stdout.text.split { $0.isWhitespace }
        #expect(numbers.count == 3)
        #expect(Set(numbers).count == 1)
    }

    @Test func `variables are set on top of what is inherited`() async throws {
        let report = try await TestChildren().run(
            .shell("echo $PATH; echo $ADDED; echo $HOME", environment: ["ADDED": "a=b c", "HOME": "/nowhere"]))
        let path = unsafe String(cString: getenv("PATH"))
        #expect(report.stdout.text == "\(path)\na=b c\n/nowhere\n")
    }

    @Test func `a variable that is offered gives way to one that is inherited`() async throws {
        var spec = ProcessSpec.shell("echo $PATH; echo $OFFERED")
        spec.environment.offer("PATH", "/nowhere")
        spec.environment.offer("OFFERED", "yes")
        let path = unsafe String(cString: getenv("PATH"))
        #expect(try await TestChildren().run(spec).stdout.text == "\(path)\nyes\n")
    }

    @Test func `a child runs where it is told to`() async throws {
        var spec = ProcessSpec.shell("pwd")
        spec.workingDirectory = "/usr/bin"
        #expect(try await TestChildren().run(spec).stdout.text == "/usr/bin\n")
    }

    @Test func `PWD is the directory that a child runs in, and variables can be taken away`() async throws {
        var spec = ProcessSpec(executable: "sh", arguments: ["-c", "env"], workingDirectory: "/usr/../usr/bin")
        spec.environment.remove("HOME")
        let lines = try await TestChildren().run(spec).stdout.text.split(separator: "\n")
        #expect(lines.contains("PWD=/usr/bin"))
        #expect(!lines.contains { $0.hasPrefix("HOME=") })
        spec.environment.set("PWD", "mine")
        spec.arguments = ["-c", "tr '\\0' '\\n' </proc/self/environ"]
        #expect(try await TestChildren().run(spec).stdout.text.split(separator: "\n").contains("PWD=mine"))
    }

    @Test func `a program is searched on the PATH that it is given`() async throws {
        let files = try TemporaryDirectory()
        let path = try files.write("only-here", "#!/bin/sh\necho found\n")
        unsafe chmod(path, 0o755)
        let spec = ProcessSpec(executable: "only-here", environment: ["PATH": "/nowhere:\(files.path)"])
        #expect(try await TestChildren().run(spec).stdout.text == "found\n")
    }

    /// In a process of its own, because what is changed here holds for a whole process.
    @Test func `bytes that are no text reach a child as they are, and are searched on PATH`() async throws {
        await #expect(processExitsWith: .success) {
            let files = try TemporaryDirectory()
            let directory = Array(files.path.utf8CString.dropLast()) + [47, -1]
            unsafe (directory + [0]).withUnsafeBufferPointer { _ = unsafe mkdir($0.baseAddress!, 0o755) }
            let program = directory + Array("/tool".utf8CString)
            unsafe program.withUnsafeBufferPointer { _ = unsafe symlink("/usr/bin/env", $0.baseAddress!) }
            unsafe (directory + [0]).withUnsafeBufferPointer { _ = unsafe setenv("PATH", $0.baseAddress!, 1) }
            _ = unsafe [CChar](arrayLiteral: 97, -1, -2, 0).withUnsafeBufferPointer {
                unsafe setenv("BYTES", $0.baseAddress!, 1)
            }
            let report = try await TestChildren().run(ProcessSpec(executable: "tool", environment: ["ADDED": "1"]))
            let line = Array("BYTES=a".utf8) + [0xFF, 0xFE]
            try #require(report.stdout.head.split(separator: 10).contains(line[...]))
        }
    }

    @Test func `arguments arrive as they are`() async throws {
        let arguments = ["", "two words", "*", "$HOME", "\"'`;", "line\nbreak", "ü"]
        let report = try await TestChildren().run(
            ProcessSpec(executable: "/usr/bin/printf", arguments: ["%s|"] + arguments))
        #expect(report.stdout.text == arguments.map { $0 + "|" }.joined())
    }
}
