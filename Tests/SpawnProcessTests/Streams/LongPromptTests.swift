import SpawnCore
import SpawnTestKit
import Testing

/// Prompts of 50 MB: as long as a prompt gets, and far longer than a pipe.
@Suite(.serialized) struct LongPromptTests {
    private static let prompt = [UInt8](repeating: UInt8(ascii: "p"), count: 50_000_000)

    /// What children do with it, and what they say of it.
    @Test(arguments: [
        ("wc -c", "50000000\n"),
        // Slow at first, then as fast as it can.
        ("for i in 1 2 3; do head -c 1000 >/dev/null; sleep 0.1; done; cat >/dev/null; echo all", "all\n"),
        // It takes a part, and does not want the rest: the exit status decides.
        ("head -c 1000000 | wc -c", "1000000\n"),
        ("exec <&-; sleep 0.2; echo closed", "closed\n"),
        ("echo none", "none\n"),
    ])
    func `a child takes of it what it wants, as slowly as it wants`(script: String, output: String) async throws {
        let report = try await TestChildren().run(.shell(script, input: Self.prompt))
        #expect(report.exit == .exited(0))
        #expect(report.stdout.text == output)
    }

    @Test func `a child that never reads it keeps no other from working`() async throws {
        let children = try TestChildren()
        try await children.startUntilItSpeaks(.shell("echo ready; exec sleep 600", input: Self.prompt))
        #expect(try await children.run(.shell("wc -c", input: Self.prompt), task: 1).stdout.text == "50000000\n")
        children.terminate(.polite)
        #expect(try await children.report().exit == .signalled(15))
    }

    @Test func `it fits into a file`() async throws {
        let report = try await TestChildren().run(
            ProcessSpec(
                executable: "sh", arguments: ["-c", "wc -c < $1", "sh", ProcessSpec.inputFile], input: Self.prompt,
                inputDelivery: .file))
        #expect(report.stdout.text == "50000000\n")
    }
}
