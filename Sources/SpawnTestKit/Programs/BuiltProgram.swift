import Glibc

/// The programs of this package as they were just built.
package enum BuiltProgram {
    /// The path of a program by its product's name.
    ///
    /// It stands beside the running test bundle, wherever that was built: a sanitizer, a release build or another
    /// scratch path changes nothing.
    package static func path(_ name: String) throws -> String {
        let path = directory + "/" + name
        guard unsafe access(path, X_OK) == 0 else {
            throw TestKitError("\(path) is missing; build it with swift build --build-tests")
        }
        return path
    }

    /// Where this package's programs are.
    package static let directory: String = {
        let bundle = Files.link("/proc/self/exe")
        return String(bundle[..<(bundle.lastIndex(of: "/") ?? bundle.endIndex)])
    }()
}

/// Something the test kit could not do or did not see, in words for whoever reads the failed test.
package struct TestKitError: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}
