package org.payung.core

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Assume.assumeTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import java.io.File
import java.util.concurrent.TimeUnit

/** No room left on the phone, through the real bindings: the disk of a second JVM is full for one call. */
class FullDiskTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `a full disk is an error of its own, loses nothing, and the same call works when there is room`() {
        // The recorder is loaded by LD_PRELOAD. Elsewhere JUnit counts this test as skipped, and does not pass it.
        assumeTrue("only Linux has the recorder of tests/recorder", System.getProperty("os.name") == "Linux")
        val recorder = File(System.getProperty("jna.library.path"), "libpayung_recorder.so")
        assertTrue("$recorder is missing: cargo build --workspace makes it", recorder.isFile)
        val (home, control) = listOf(folder.newFolder("phone"), folder.newFile("control"))
        FullDisk.nothingFails(control)
        val java = File(System.getProperty("java.home"), "bin/java").path
        val options = listOf("-Djna.library.path=${System.getProperty("jna.library.path")}", "-cp", System.getProperty("java.class.path"))
        val output = folder.newFile("output")
        val process =
            ProcessBuilder(listOf(java) + options + listOf("org.payung.core.FullDiskKt", home.canonicalPath, control.path))
                .redirectErrorStream(true)
                .redirectOutput(output)
        process.environment() +=
            mapOf("LD_PRELOAD" to recorder.path, "PAYUNG_DISK_ROOT" to home.canonicalPath, "PAYUNG_DISK_CONTROL" to control.path)
        val phone = process.start()
        val ended = phone.waitFor(2, TimeUnit.MINUTES)
        if (!ended) phone.destroyForcibly()
        val text = output.readText()
        assertTrue("it ends: $text", ended)
        assertEquals(text, 0, phone.exitValue())
        val said = text.lines().filter { ' ' in it }.associate { it.substringBefore(' ') to it.substringAfter(' ') }
        val (kind, words) = said.getValue("full").split(": ", limit = 2)
        assertEquals(text, "DiskFull", kind)
        assertTrue(text, "penuh" in words)
        assertTrue(text, said.getValue("refused").toLong() > 0)
        assertEquals(text, listOf("disk_full", "true", "true"), listOf("log", "kept", "again").map(said::getValue))
    }
}
