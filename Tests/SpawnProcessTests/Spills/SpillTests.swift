import Glibc
import SpawnCore
import SpawnTestKit
import Testing

/// Files with what children write.
struct SpillTests {
    private let files: TemporaryDirectory
    private let children: TestChildren
    private var directory: String { files["state/runs/7f3a91/outputs"] }

    init() throws {
        files = try TemporaryDirectory()
        children = try TestChildren(spillDirectory: files["state/runs/7f3a91/outputs"])
    }

    private func spec(_ script: String, id: String = "1") -> ProcessSpec {
        var spec = ProcessSpec.shell(script, environment: ["PLACE": files.path])
        spec.spillTask = id
        return spec
    }

    @Test func `a thousand short tasks make no file`() async throws {
        for task in 0..<1000 { children.start(spec("echo hi; echo ho >&2", id: "\(task)"), task: task) }
        for task in 0..<1000 {
            let report = try await children.report(ofTask: task)
            // On a busy machine one may live for a second after all.
            if report.spills.isEmpty { #expect(report.stdout.text == "hi\n") }
        }
        let made = Files.entries(of: directory)
        #expect(made.count < 100, "there are \(made)")
    }

    /// Each command writes more than memory keeps. What it writes goes to a copy as well.
    @Test(arguments: [
        "head -c 3000000 /dev/urandom", "head -c 10000000 /dev/zero", "head -c 131073 /dev/urandom",
        #"yes | tr -d '\n' | head -c 10000001"#, #"yes "$(printf 'caf\303\251 \377\200')" | head -c 777777"#,
    ])
    func `more than memory keeps is in a file, byte for byte`(command: String) async throws {
        let report = try await children.run(spec("(\(command)) | tee $PLACE/out; (\(command)) | tee $PLACE/err >&2"))
        for (output, stream) in [(report.stdout, "out"), (report.stderr, "err")] {
            let file = try #require(output.file)
            #expect(file.path == "\(directory)/1-attempt-1.std\(stream)")
            #expect(file.byteCount == output.byteCount)
            #expect(file.missingReason == nil && file.missingBytes == 0)
            #expect(Files.bytes(file.path) == Files.bytes(files[stream]))
        }
    }

    @Test func `a directory that is there already is another run's, and nothing is written into it`() async throws {
        try Files.makeDirectory(files["state"])
        try Files.makeDirectory(files["state/runs"])
        try Files.makeDirectory(files["state/runs/7f3a91"])
        try Files.makeDirectory(directory)
        let report = try await children.run(spec("head -c 300000 /dev/zero"))
        #expect(report.stdout.file?.missingReason == "File exists")
        #expect(report.stdout.byteCount == 300_000)
        #expect(Files.entries(of: directory).isEmpty)
    }

    @Test func `a run holds the lock of its directory`() async throws {
        _ = try await children.run(spec("head -c 300000 /dev/zero"))
        let place = unsafe open(files["state/runs/7f3a91"], O_RDONLY | O_DIRECTORY)
        defer { close(place) }
        #expect(flock(place, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    }

    @Test func `exactly as much as memory keeps makes no file`() async throws {
        let report = try await children.run(spec("head -c 131072 /dev/zero"))
        // Unless it took a second.
        #expect(report.stdout.file == nil || report.stdout.file?.byteCount == 131_072)
        #expect(!report.stdout.isTruncated)
    }

    @Test func `what a child wrote is in its file a second after its start, though it goes on`() async throws {
        children.start(spec("echo early; exec sleep 600"))
        let end = children.now + .seconds(60)
        while children.output()?.stdout.file?.byteCount != 6, children.now < end {
            children.wakeNow()
            _ = await children.nextBatch()
        }
        #expect(Files.read("\(directory)/1-attempt-1.stdout") == "early\n")
        #expect(children.output()?.stderr.file == nil)
        children.terminate(.immediate)
        #expect(try await children.report().spills.map(\.byteCount) == [6])
    }

    @Test func `what a child writes after its first second is in its file, though it ends at once`() async throws {
        for task in 0..<16 { children.start(spec("sleep 2; echo late", id: "\(task)"), task: task) }
        for task in 0..<16 { #expect(try await children.report(ofTask: task).spills.map(\.byteCount) == [5]) }
    }

    @Test func `only the owner can read the files and enter their directories`() async throws {
        _ = try await children.run(spec("head -c 200000 /dev/zero"))
        #expect(Files.mode("\(directory)/1-attempt-1.stdout") == 0o600)
        for path in [directory, files["state/runs"], files["state"]] { #expect(Files.mode(path) == 0o700) }
    }

    @Test func `where no file can be made the child goes on, and its report says what is missing and why`() async throws
    {
        try files.write("state", "not a directory")
        let report = try await children.run(spec("head -c 5000000 /dev/zero; printf end"))
        #expect(report.exit == .exited(0))
        #expect(report.stdout.byteCount == 5_000_003)
        #expect(report.stdout.suffix(3) == Array("end".utf8))
        let file = try #require(report.stdout.file)
        #expect(file.byteCount == 0 && file.missingBytes == 5_000_003)
        #expect(file.missingReason == "Not a directory")
    }

    @Test(arguments: [
        ("rm", "the file was removed"), ("truncate -s 0", "the file was changed by another program"),
    ])
    func `of a file that somebody removed or changed all bytes are missing`(
        command: String, reason: String
    ) async throws {
        let script = """
            head -c 200000 /dev/zero; until test -s "$FILE"; do sleep 0.01; done; \(command) "$FILE"; echo after
            """
        var spec = spec(script)
        spec.environment.set("FILE", "\(directory)/1-attempt-1.stdout")
        let file = try #require(try await children.run(spec).stdout.file)
        #expect(file.byteCount == 0 && file.missingBytes == 200_006)
        #expect(file.missingReason == reason)
    }

    @Test func `a file that is there already is not overwritten`() async throws {
        _ = try await children.run(spec("head -c 200000 /dev/zero"))
        let report = try await children.run(spec("head -c 300000 /dev/zero"), task: 1)
        #expect(report.stdout.file?.missingReason == "File exists")
        #expect(Files.bytes("\(directory)/1-attempt-1.stdout")?.count == 200_000)
    }

    @Test func `beyond max_output only the end is kept, in memory`() async throws {
        var spec = spec("head -c 200000 /dev/zero >&2; head -c 900000 /dev/zero; printf end")
        spec.maxOutput = 500_000
        let report = try await children.run(spec)
        #expect(report.stdout.byteCount == 900_003)
        #expect(report.stdout.suffix(3) == Array("end".utf8))
        // How the limit falls on the two streams depends on which is read first; in all it is the limit.
        #expect(report.spills.map(\.byteCount).reduce(0, +) == 500_000)
        #expect(report.spills.map(\.missingBytes).reduce(0, +) == 600_003)
        let reason = "more than max_output, which is 500000 bytes"
        #expect(report.spills.contains { $0.missingReason == reason })
    }

    @Test func `without a place for files, or with none allowed, head and tail are kept alone`() async throws {
        var none = spec("head -c 900000 /dev/zero")
        none.maxOutput = 0
        let reports = [
            try await children.run(none), try await TestChildren().run(spec("head -c 900000 /dev/zero")),
        ]
        #expect(reports.allSatisfy { $0.stdout.file == nil && $0.stdout.isTruncated })
        #expect(Files.entries(of: files.path).isEmpty)
    }
}
