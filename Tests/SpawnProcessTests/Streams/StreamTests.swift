import SpawnCore
import SpawnTestKit
import Testing

/// What goes into a child and what comes out of it.
struct StreamTests {
    @Test func `stdout and stderr are kept apart, byte for byte`() async throws {
        let report = try await TestChildren().run(
            .shell(#"printf 'a\000\377\n'; printf 'e\200' >&2; printf 'no line break'"#))
        #expect(report.stdout.head == Array("a".utf8) + [0, 0xFF] + Array("\nno line break".utf8))
        #expect(report.stderr.head == [UInt8(ascii: "e"), 0x80])
        #expect(report.exit == .exited(0))
    }

    @Test func `of long output the head, the tail and the count are kept`() async throws {
        let report = try await TestChildren().run(.shell("printf first; head -c 10000000 /dev/zero; printf last"))
        #expect(report.stdout.byteCount == 10_000_009)
        #expect(report.stdout.head == Array("first".utf8) + [UInt8](repeating: 0, count: CapturedOutput.limit - 5))
        #expect(report.stdout.tail == [UInt8](repeating: 0, count: CapturedOutput.limit - 4) + Array("last".utf8))
    }

    @Test func `each stream remembers when its bytes came`() async throws {
        let report = try await TestChildren().run(.shell("echo one; sleep 1.2; echo two; echo error >&2"))
        let (first, second) = (report.stdout.times.second(of: 0), report.stdout.times.second(of: 4))
        let (start, end) = (try #require(first), try #require(second))
        #expect(start < end)
        #expect(try #require(report.stderr.times.second(of: 0)) >= end)
    }

    @Test func `two megabytes of output before a long prompt is read do not deadlock`() async throws {
        let prompt = [UInt8](repeating: UInt8(ascii: "p"), count: 300_000)
        let report = try await TestChildren().run(
            .shell("head -c 2000000 /dev/zero; head -c 2000000 /dev/zero >&2; wc -c", input: prompt))
        #expect(report.stdout.byteCount == 2_000_000 + "300000\n".utf8.count)
        #expect(report.stdout.suffix(7) == Array("300000\n".utf8))
        #expect(report.stderr.byteCount == 2_000_000)
        #expect(report.exit == .exited(0))
    }

    /// Sizes on both sides of what a pipe holds, and readers that take it in large and in small pieces.
    @Test(arguments: [1, 65_535, 65_536, 65_537, 1_000_000], ["cat", "dd bs=777 2>&1"])
    func `a prompt arrives whole, whatever its size and its reader`(count: Int, reader: String) async throws {
        let prompt = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        async let expected = TestChildren().run(.shell("cksum", input: prompt))
        let report = try await TestChildren().run(.shell("\(reader) 2>/dev/null | cksum", input: prompt))
        #expect(report.stdout == (try await expected).stdout)
        #expect(report.stdout.text.contains(" \(count)\n"))
    }

    @Test(arguments: ["true", "exec <&-; echo $$"])
    func `a child that does not want its prompt succeeds`(script: String) async throws {
        let report = try await TestChildren().run(.shell(script, input: [UInt8](repeating: 0, count: 300_000)))
        #expect(report.exit == .exited(0))
    }

    @Test func `a child whose stdin is closed half-way lives on`() async throws {
        let prompt = [UInt8](repeating: 0, count: 300_000)
        let report = try await TestChildren().run(
            .shell("head -c 70000 >/dev/null; exec <&-; sleep 0.1; echo on", input: prompt))
        #expect(report.stdout.text == "on\n")
        #expect(report.exit == .exited(0))
    }

    @Test func `without a prompt stdin is at its end`() async throws {
        let report = try await TestChildren().run(.shell("cat; readlink /proc/self/fd/0"))
        #expect(report.stdout.text == "/dev/null\n")
    }

    @Test func `a child that closes its output and lives on is waited for`() async throws {
        let report = try await TestChildren().run(.shell("echo said; exec >&- 2>&-; sleep 0.2; exit 3"))
        #expect(report.stdout.text == "said\n")
        #expect(report.exit == .exited(3))
    }

    @Test func `a grandchild holding stdout does not delay the result`() async throws {
        let mark = TestMark("holder")
        let report = try await TestChildren().run(
            .shell("setsid sleep 600 & echo done", environment: mark.environment))
        #expect(report.stdout.text == "done\n")
        #expect(report.exit == .exited(0))
        mark.killSurvivors()
    }

    @Test func `what a child wrote before it ended is read, however fast it ended`() async throws {
        let children = try TestChildren()
        for task in 0..<100 {
            children.start(.shell("printf %060000d 7"), task: task)
        }
        for task in 0..<100 {
            #expect(try await children.report(ofTask: task).stdout.byteCount == 60_000)
        }
    }

    @Test func `output can be looked at while the child runs`() async throws {
        let children = try TestChildren()
        try await children.startUntilItSpeaks(.shell("echo early; exec sleep 600"))
        #expect(children.output()?.stdout.text == "early\n")
        children.terminate(.immediate)
        _ = try await children.report()
        #expect(children.output() == nil)
    }
}
