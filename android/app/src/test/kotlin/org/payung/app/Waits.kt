package org.payung.app

import java.io.File
import java.nio.file.Path

/**
 * What a thread read and wrote itself, as Java's own recorder (JFR) says it: every read of a file and of a network, however short.
 * Robolectric watches neither. Its classes are asked for by name, since Robolectric would load them a second time.
 */
object Waits {
    private val loader = ClassLoader.getPlatformClassLoader()

    private fun type(name: String) = Class.forName("jdk.jfr.$name", true, loader)

    /** Each read and write of this thread during [work], below one of the folders or over a network. */
    fun during(
        folders: List<File>,
        kept: File,
        work: () -> Unit,
    ): List<String> {
        val recording = type("Recording").getConstructor().newInstance()

        fun call(
            name: String,
            vararg with: Any,
        ) = recording.javaClass.methods
            .first { it.name == name && it.parameterCount == with.size && (with.isEmpty() || it.parameterTypes[0].isInstance(with[0])) }
            .invoke(recording, *with)
        for (event in FILES + NETWORK) {
            val settings = call("enable", "jdk.$event")
            type("EventSettings").getMethod("withoutThreshold").invoke(settings)
        }
        call("start")
        try {
            work()
        } finally {
            call("stop")
        }
        call("dump", kept.toPath())
        (recording as AutoCloseable).close()
        val all = type("consumer.RecordingFile").getMethod("readAllEvents", Path::class.java).invoke(null, kept.toPath()) as List<*>
        return all.filterNotNull().filter { thread(it) == Thread.currentThread().id }.mapNotNull { told(it, folders) }
    }

    private fun thread(event: Any): Long? {
        val thread = type("consumer.RecordedEvent").getMethod("getThread").invoke(event) ?: return null
        return type("consumer.RecordedThread").getMethod("getJavaThreadId").invoke(thread) as Long
    }

    private fun told(
        event: Any,
        folders: List<File>,
    ): String? {
        val text = event.toString()
        if (NETWORK.any { "jdk.$it" in text }) return text
        // What has no path is a pipe to a program of the test.
        val path = Regex("path = \"(.*)\"").find(text)?.groupValues?.get(1) ?: return null
        return path.takeIf { folders.any { folder -> it.startsWith(folder.path) } }
    }

    private val FILES = listOf("FileRead", "FileWrite", "FileForce")
    private val NETWORK = listOf("SocketRead", "SocketWrite")
}
