import AuroraSpawner
import SpawnCore
import SpawnTestKit
import Testing

/// Starts that wait for memory.
@Suite(.timeLimit(.minutes(1)))
struct MemoryTests {
    private static let gigabyte = 1 << 30

    private func run(
        _ tasks: Int, needing gigabytes: Int?, seconds: Double = 10, slots: Int = 8,
        _ memory: @escaping @Sendable (_ alive: Int, Moment) -> Int
    ) async throws -> FakeRun {
        var world = FakeWorld { _, _ in .succeeds(after: seconds) }
        world.memory = memory
        return await FakeRun.of(
            try RunPlan.fake(
                .some(tasks),
                .exact {
                    $0.maxConcurrent = slots
                    $0.memoryPerTask = gigabytes.map { $0 * Self.gigabyte }
                }), in: world)
    }

    @Test("memory: no more run at once than it has room for, though none of them has taken any yet")
    func room() async throws {
        let run = try await run(8, needing: 2) { _, _ in 7 * Self.gigabyte }
        #expect(run.world.mostAlive == 3)
        #expect((0..<8).map { run.starts(of: $0) } == [[0], [0], [0], [10], [10], [10], [20], [20]])
        #expect(run.report.isSuccess)
    }

    @Test("memory: one always runs, however little there is, and the others start when it is over")
    func least() async throws {
        let run = try await run(3, needing: 2, seconds: 2) { _, _ in 0 }
        #expect((0..<3).map { run.starts(of: $0) } == [[0], [2], [4]])
        let reason = WaitReason.memory(available: 0, needed: 2 * Self.gigabyte)
        #expect(run.waits(of: 1).filter { $0.value == reason }.map(\.seconds).first == 0)
    }

    @Test("memory: what waits is looked after once a second, and starts when others give some back")
    func comesBack() async throws {
        let run = try await run(2, needing: 2, seconds: 60) { _, now in
            now.seconds < 4.5 ? Self.gigabyte : 9 * Self.gigabyte
        }
        #expect(run.starts(of: 1) == [5])
        #expect(run.world.memoryLooks == 6)
        #expect(run.waits(of: 1).filter { if case .memory = $0.value { true } else { false } }.count == 1)
    }

    @Test("memory: nobody looks where nothing waits to start, where none is asked for, and where one runs alone")
    func idle() async throws {
        #expect(try await run(4, needing: nil) { _, _ in 0 }.world.memoryLooks == 0)
        #expect(try await run(1, needing: 2) { _, _ in 0 }.world.memoryLooks == 0)
        #expect(try await run(4, needing: 2, slots: 1) { _, _ in 0 }.world.memoryLooks == 0)
        // One look for the three that start beside the first, and none in the hour after it.
        #expect(try await run(4, needing: 2, seconds: 3600) { _, _ in 99 * Self.gigabyte }.world.memoryLooks == 1)
    }

    @Test("memory: where nobody knows what there is, everything starts")
    func unknown() async throws {
        let run = try await run(5, needing: 1024) { _, _ in .max }
        #expect(run.world.mostAlive == 5)
    }

    @Test("memory: what waits for it can be cancelled, and holds nobody up then")
    func cancelled() async throws {
        var world = FakeWorld { _, _ in .succeeds(after: 10) }
        world.memory = { alive, _ in alive > 0 ? 0 : 1 << 40 }
        world.plan(.cancel(tasks: [1]), at: 3)
        let run = await FakeRun.of(
            try RunPlan.fake(.some(3), .exact { $0.memoryPerTask = Self.gigabyte }), in: world)
        #expect(run.results.endings == [.firstTry, .cancelled, .firstTry])
        #expect(run.starts(of: 2) == [10])
    }

    @Test(
        "memory: sizes are read with their units, and others refused",
        arguments: [
            ("1", 1), ("512M", 512 << 20), ("1.5G", 3 << 29), ("2gib", 2 << 30), ("1KB", 1024), ("1T", 1 << 40),
            ("0", nil),
            ("", nil), ("G", nil), ("-1G", nil), ("1X", nil), ("1e9", nil), ("1 G", nil), ("2000T", nil),
            ("1.2.3G", nil),
            ("1GG", nil), ("nan", nil),
        ])
    func sizes(text: String, bytes: Int?) { #expect(MemorySize.bytes(text) == bytes) }

    @Test(
        "memory: sizes are told with as many digits as help",
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1 << 20, "1 MiB"), (3 << 29, "1.5 GiB"), (812 << 20, "812 MiB"),
            (1047 << 20, "1 GiB"),
        ])
    func words(bytes: Int, words: String) { #expect(MemorySize.words(bytes) == words) }
}
