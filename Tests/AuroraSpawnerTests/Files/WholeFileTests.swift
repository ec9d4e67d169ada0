import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

@Suite struct WholeFileTests {
    let files: TemporaryDirectory

    init() throws { files = try TemporaryDirectory() }

    func mode(_ name: String) -> UInt32 {
        var status = stat()
        return unsafe stat(files[name], &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func `a file that is replaced keeps its permissions, and a new one is its owner's alone`() throws {
        try files.write("old", "before")
        _ = unsafe chmod(files["old"], 0o664)
        try WholeFile.replace(files["old"], with: Array("after".utf8))
        try WholeFile.replace(files["new"], with: Array("after".utf8))
        #expect(Files.read(files["old"]) == "after")
        #expect(mode("old") == 0o664)
        #expect(mode("new") == 0o600)
    }

    @Test func `what a link leads to is replaced, and the link stays`() throws {
        try files.write("target", "before")
        _ = unsafe symlink("target", files["link"])
        try WholeFile.replace(files["link"], with: Array("after".utf8))
        #expect(Files.link(files["link"]) == "target")
        #expect(Files.read(files["target"]) == "after")
    }

    @Test func `a failure leaves what was there, and nothing beside it`() throws {
        _ = unsafe mkdir(files["directory"], 0o700)
        #expect { try WholeFile.replace(files["directory"], with: []) } throws: {
            "\($0)" == "\(files["directory"]): cannot be written: Is a directory"
        }
        #expect { try WholeFile.check(files["no/such"]) } throws: {
            "\($0)" == "\(files["no/such"]): cannot be written: No such file or directory"
        }
        try WholeFile.check(files["possible"])
        #expect(Files.entries(of: files.path) == ["directory"])
    }
}
