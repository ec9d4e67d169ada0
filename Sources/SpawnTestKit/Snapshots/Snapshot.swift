import Glibc

/// Texts that were looked at once and must not change unseen. Each is a file beside the tests.
///
/// With `RECORD_SNAPSHOTS=1` in the environment the files are written anew, and every test that wrote one fails: nobody
/// passes a check by recording its answer.
package enum Snapshot {
    /// Compares a text with its snapshot.
    ///
    /// - Parameters:
    ///   - text: What came out.
    ///   - name: The name of the snapshot.
    ///   - testFile: The test's own file; snapshots are in the folder `Snapshots` of its target.
    /// - Throws: ``TestKitError`` when they differ, when there is no such snapshot, or when it was just recorded.
    package static func check(_ text: String, named name: String, testFile: String = #filePath) throws {
        let path = try Files.nearest("Snapshots", above: testFile) + "/\(name).txt"
        if unsafe getenv("RECORD_SNAPSHOTS") != nil {
            try Files.write(text.utf8, to: path)
            throw TestKitError("recorded \(path); look at it, then run again without RECORD_SNAPSHOTS")
        }
        guard let expected = Files.read(path) else {
            throw TestKitError("there is no \(path); record it with RECORD_SNAPSHOTS=1")
        }
        guard text != expected else { return }
        throw TestKitError("\(name) is not as it was:\n\(difference(from: expected, to: text))")
    }

    /// The lines that differ, the old one over the new one.
    private static func difference(from old: String, to new: String) -> String {
        let old = old.split(separator: "\n", omittingEmptySubsequences: false)
        let new = new.split(separator: "\n", omittingEmptySubsequences: false)
        return (0..<max(old.count, new.count)).compactMap { line in
            let before = old.indices.contains(line) ? old[line] : nil
            let after = new.indices.contains(line) ? new[line] : nil
            guard before != after else { return nil }
            return "line \(line + 1)\n- \(before ?? "(nothing)")\n+ \(after ?? "(nothing)")"
        }.joined(separator: "\n")
    }
}
