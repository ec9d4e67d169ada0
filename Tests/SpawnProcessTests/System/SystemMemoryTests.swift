import Glibc
import SpawnCore
import SpawnTestKit
import Testing

@testable import SpawnProcess

/// How much memory there is, and how much a child has taken.
struct SystemMemoryTests {
    private static let mebibyte = 1 << 20

    /// A system of these files, by their paths.
    private func available(_ files: [String: String]) throws -> Int {
        let root = try TemporaryDirectory()
        for (path, text) in files {
            var directory = root.path
            for name in path.split(separator: "/").dropLast() {
                directory += "/" + name
                if !Files.exists(directory) { try Files.makeDirectory(directory) }
            }
            try root.write(path, text)
        }
        return SystemMemory.available(root: root.path)
    }

    private static let whole = "MemTotal: 9000 kB\nMemFree: 1 kB\nMemAvailable:   4096 kB\n"

    @Test("memory: the system says what is available, and where it does not nobody knows")
    func system() throws {
        #expect(try available(["proc/meminfo": Self.whole]) == 4 * Self.mebibyte)
        #expect(try available(["proc/meminfo": "MemTotal: 9 kB\n"]) == .max)
        #expect(try available([:]) == .max)
        #expect(
            try available(["proc/meminfo": Self.whole, "proc/self/cgroup": "rubbish\n0::/a\n"]) == 4 * Self.mebibyte)
    }

    @Test("memory: the tightest control group above us counts, less its idle file cache")
    func second() throws {
        var files = [
            "proc/meminfo": Self.whole, "proc/self/cgroup": "0::/a/b\n",
            "sys/fs/cgroup/a/b/memory.max": "max\n", "sys/fs/cgroup/a/b/memory.current": "5\n",
            "sys/fs/cgroup/a/memory.max": "3145728\n", "sys/fs/cgroup/a/memory.current": "2097152\n",
        ]
        #expect(try available(files) == Self.mebibyte)
        files["sys/fs/cgroup/a/memory.stat"] = "file 9\nactive_file 7\ninactive_file 1048576\n"
        #expect(try available(files) == 2 * Self.mebibyte)
        files["sys/fs/cgroup/a/memory.current"] = "9000000\n"
        #expect(try available(files) == 0)
    }

    @Test("memory: the first version of control groups is read too, also where the path is that of the world outside")
    func first() throws {
        let files = [
            "proc/meminfo": Self.whole, "proc/self/cgroup": "7:cpu:/x\n4:hugetlb,memory:/docker/1\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "2097152\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": "1048576\n",
        ]
        #expect(try available(files) == Self.mebibyte)
    }

    @Test("memory: this machine has some, and tells how much")
    func here() { #expect((Self.mebibyte..<(1 << 50)).contains(SystemMemory.available())) }

    @Test(
        "memory: what a child, or one that it waited for, held at most is told, and nothing where it held less than we")
    func peak() async throws {
        let children = try TestChildren()
        // A shell that puts so many characters into a variable holds them.
        let script = "x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo ${#x}"
        let size = 300_000_000
        for (task, line) in [script, "sh -c \"$0\"; true".replacing("$0", with: "$BIG")].enumerated() {
            let report = try await children.run(.shell(line, environment: ["BIG": script]), task: task)
            #expect(report.stdout.text == "\(size)\n", "\(report.stderr.text)")
            #expect((report.peakMemory ?? 0) >= size, "\(line)")
        }
        #expect(try await children.run(.shell("true"), task: 2).peakMemory == nil)
    }
}
