package org.payung.core

import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.util.concurrent.TimeUnit

/** A real office in a process of its own, driven by the commands an operator types. */
class Office(
    private val folder: File,
) : AutoCloseable {
    /** Free a moment ago: the trust file names it before the office listens there. */
    private val address = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { "127.0.0.1:${it.localPort}" }
    private val keys = folder.resolve("keys").path
    private var serving: Process? = null

    /** Which office, which keys: what a phone is given. */
    val trust: String = run("trust", "--url", "http://$address", "--keys", keys)

    init {
        run("bundle", "sign", "--built-in", "--keys", keys)
    }

    /** Serves until closed; returns when it listens. */
    fun serve() {
        val process = command("serve", "--listen", address).redirectError(folder.resolve("serve.log")).start()
        serving = process
        val line = process.inputReader().readLine()
        check(line == "listening on http://$address") { "office serve said $line: ${folder.resolve("serve.log").readText()}" }
    }

    /** One pass of the opener. */
    fun open() = run("open", "--keys", keys)

    fun accept(registration: String) = run("accept", registration, "--keys", keys)

    override fun close() {
        serving?.run {
            destroy()
            if (!waitFor(10, TimeUnit.SECONDS)) destroyForcibly().waitFor()
        }
    }

    private fun run(vararg args: String): String {
        val said = folder.resolve("said")
        val process = command(*args).redirectError(said).start()
        process.outputStream.close()
        val printed = process.inputReader().readText()
        check(process.waitFor() == 0) { "office ${args.joinToString(" ")}: ${said.readText()}" }
        return printed
    }

    private fun command(vararg args: String) =
        ProcessBuilder(System.getProperty("payung.office"), "--dir", folder.resolve("office").path, *args)
}
