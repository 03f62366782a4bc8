package org.payung.core

import java.io.File
import java.io.RandomAccessFile
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * A disk that can be full, as far as this process asks it: `tests/recorder` stands between the process and libc, and shares eight
 * numbers with it in a file.
 */
class FullDisk(
    private val control: File,
) {
    /** From now on nothing new fits onto the disk. */
    fun fill() = write(acts = GROWS, until = -1L)

    /** There is room again. */
    fun heal() = write(acts = 0, until = 0)

    /** So many requests were refused. */
    fun refused() = ByteBuffer.wrap(control.readBytes()).order(ByteOrder.nativeOrder()).getLong(REFUSED * Long.SIZE_BYTES)

    private fun write(
        acts: Long,
        until: Long,
    ) {
        val numbers = longArrayOf(0, 0, 0, until, NO_SPACE, acts, refused(), 0)
        val bytes = ByteBuffer.allocate(numbers.size * Long.SIZE_BYTES).order(ByteOrder.nativeOrder())
        numbers.forEach(bytes::putLong)
        // In place: the recorder has the file's memory mapped.
        RandomAccessFile(control, "rw").use { it.write(bytes.array()) }
    }

    companion object {
        /** Requests that need room, as `tests/recorder/src/control.rs` numbers them. */
        private const val GROWS = 1L
        private const val REFUSED = 6

        /** `ENOSPC` */
        private const val NO_SPACE = 28L

        /** Eight numbers, all zero: nothing fails. */
        fun nothingFails(control: File) = control.writeBytes(ByteArray(8 * Long.SIZE_BYTES))
    }
}

/** A phone whose disk is full for a while, in a process of its own. What it says goes to `FullDiskTest`, a line each. */
fun main(args: Array<String>) {
    val (home, control) = args.map(::File)
    val disk = FullDisk(control)
    Shell(home).use { shell ->
        val kept = shell.drafts.start("bpu").draft
        disk.fill()
        val said =
            try {
                "worked: ${shell.drafts.start("bpu").draft}"
            } catch (error: PayungException.DiskFull) {
                "DiskFull: ${error.words}"
            } catch (error: PayungException) {
                "${error.javaClass.simpleName}: ${error.message}"
            }
        disk.heal()
        println("full $said")
        println("refused ${disk.refused()}")
        println("log ${shell.log.last().code}")
        println("kept ${shell.drafts.resume(kept).draft == kept}")
        println("again ${shell.drafts.start("bpu").draft.isNotEmpty()}")
    }
}
