import SpawnCore
import SpawnTestKit
import Testing

/// Children that take their input from a file.
struct InputFileTests {
    private func spec(_ script: String, input: [UInt8]) -> ProcessSpec {
        ProcessSpec(
            executable: "sh", arguments: ["-c", script, "sh", ProcessSpec.inputFile], input: input,
            inputDelivery: .file)
    }

    @Test func `only we can read it, or look where it is`() async throws {
        let report = try await TestChildren().run(
            spec("stat -c '%a %s' $1; stat -c '%a' $(dirname $1); readlink /proc/self/fd/0", input: Array("abc".utf8)))
        #expect(report.stdout.text == "600 3\n700\n/dev/null\n")
    }

    @Test(arguments: [0, 1, 5_000_000])
    func `it holds the input`(count: Int) async throws {
        let input = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let inFile = try await TestChildren().run(spec("cksum < $1", input: input))
        let onStdin = try await TestChildren().run(.shell("cksum", input: input))
        #expect(inFile.stdout == onStdin.stdout)
    }

    @Test func `each child has its own, gone when the child is, and the place with the reactor`() async throws {
        let children = try TestChildren()
        for task in 0..<2 {
            let prompt = "prompt \(task)\n"
            try await children.startUntilItSpeaks(
                spec("echo $1; cat $1; exec sleep 600", input: Array(prompt.utf8)), task: task)
        }
        try await children.wait(for: "both prompts") {
            $0.wakeNow()
            return (0..<2).allSatisfy { task in
                children.output(ofTask: task)?.stdout.text.contains("prompt \(task)") == true
            }
                ? true : nil
        }
        let paths = (0..<2).map { String(children.output(ofTask: $0)?.stdout.text.split(separator: "\n").first ?? "") }
        #expect(Set(paths).count == 2)
        children.terminate(.polite, task: 0)
        _ = try await children.report(ofTask: 0)
        #expect(Files.read(paths[0]) == nil)
        #expect(Files.read(paths[1]) == "prompt 1\n")
        let place = String(paths[1].prefix(upTo: paths[1].lastIndex(of: "/") ?? paths[1].endIndex))
        #expect(Files.entries(of: place).count == 1)
        children.close()
        #expect(Files.read(paths[1]) == nil)
        #expect(!Files.exists(place))
    }

    @Test func `a failed start leaves no file`() async throws {
        let children = try TestChildren()
        var spec = spec("echo $1", input: Array("x".utf8))
        let path = try await children.run(spec).stdout.text.dropLast()
        spec.executable = "/no/such/program"
        _ = try await children.startFailure(spec, task: 1)
        #expect(Files.entries(of: String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))).isEmpty)
    }
}
