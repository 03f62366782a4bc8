#if os(Linux) || os(macOS)
    import Foundation

    /// A real office in a process of its own, driven by the commands an operator types.
    public final class Office: @unchecked Sendable {
        private let folder: URL
        private let keys: String
        private var serving: Process?
        /// Free a moment ago: the trust file names it before the office listens there.
        private let address: String
        /// Which office, which keys: what a phone is given.
        public private(set) var trust = ""

        /// Makes its keys and its first bundle; it does not serve yet.
        public init(in folder: URL) throws {
            self.folder = folder
            keys = folder.appendingPathComponent("keys").path
            address = "127.0.0.1:\(try freePort())"
            trust = try run("trust", "--url", "http://\(address)", "--keys", keys)
            try run("bundle", "sign", "--built-in", "--keys", keys)
        }

        deinit { stop() }

        /// Serves until stopped; returns when it listens.
        public func serve() throws {
            let process = command(["serve", "--listen", address])
            let said = Pipe()
            process.standardOutput = said
            let log = folder.appendingPathComponent("serve.log")
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
            process.standardError = try FileHandle(forWritingTo: log)
            try process.run()
            serving = process
            var line = ""
            while !line.hasSuffix("\n"), let byte = try said.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
                line += String(decoding: byte, as: UTF8.self)
            }
            guard line == "listening on http://\(address)\n" else {
                let why = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
                throw TrialFailed("office serve said \(line): \(why)")
            }
        }

        /// Ends the process, if it runs.
        public func stop() {
            guard let process = serving else { return }
            serving = nil
            // A process that Foundation starts from a thread of Swift's tasks inherits that thread's mask, which blocks SIGTERM.
            kill(process.processIdentifier, SIGKILL)
        }

        /// One pass of the opener.
        public func open() throws { try run("open", "--keys", keys) }

        /// The registration is looked at and accepted: nobody decides about what nobody saw.
        public func accept(_ registration: String) throws {
            try run("show", registration, "--keys", keys)
            try run("accept", registration, "--keys", keys)
        }

        /// One question is asked again, in those words.
        public func ask(_ registration: String, again question: String, _ words: String) throws {
            try run("show", registration, "--keys", keys)
            try run("correct", registration, "--keys", keys, "--question", "\(question)=\(words)")
        }

        @discardableResult
        private func run(_ arguments: String...) throws -> String {
            let process = command(arguments)
            let (said, complained) = (Pipe(), Pipe())
            process.standardOutput = said
            process.standardError = complained
            process.standardInput = FileHandle.nullDevice
            let ended = DispatchSemaphore(value: 0)
            process.terminationHandler = { _ in ended.signal() }
            try process.run()
            let printed = said.fileHandleForReading.readDataToEndOfFile()
            let why = complained.fileHandleForReading.readDataToEndOfFile()
            // Not `waitUntilExit`: it turns the run loop of a thread that has none.
            ended.wait()
            guard process.terminationStatus == 0 else {
                let words = String(decoding: why, as: UTF8.self)
                throw TrialFailed("office \(arguments.joined(separator: " ")): \(words)")
            }
            return String(decoding: printed, as: UTF8.self)
        }

        private func command(_ arguments: [String]) -> Process {
            let process = Process()
            let given = ProcessInfo.processInfo.environment["PAYUNG_OFFICE_PROGRAM"]
            let program = given ?? Project.root.appendingPathComponent("target/debug/office").path
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = ["--dir", folder.appendingPathComponent("office").path] + arguments
            return process
        }
    }

    #if canImport(Glibc)
        import Glibc
        private let stream = Int32(SOCK_STREAM.rawValue)
    #else
        import Darwin
        private let stream = SOCK_STREAM
    #endif

    /// A port of this machine that nobody listens on.
    private func freePort() throws -> UInt16 {
        let socket = socket(AF_INET, stream, 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(socket, plain, length) == 0 && getsockname(socket, plain, &length) == 0
            }
        }
        guard bound else { throw TrialFailed("no port is free") }
        return UInt16(bigEndian: address.sin_port)
    }
#endif
