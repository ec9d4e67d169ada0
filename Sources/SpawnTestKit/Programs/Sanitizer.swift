import Glibc

/// What the programs of this package and its tests were built with.
package enum Sanitizer {
    /// True when the address or the thread sanitizer watches: everything is slower then, and takes several times the memory.
    package static let isOn = ["__asan_init", "__tsan_init"].contains { (name: String) in unsafe dlsym(nil, name) != nil
    }
}
