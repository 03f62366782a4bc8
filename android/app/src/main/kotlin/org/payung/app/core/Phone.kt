package org.payung.app.core

import android.util.Log
import org.payung.core.Clock
import org.payung.core.KeyKeeper
import org.payung.core.Language
import org.payung.core.LogLevel
import org.payung.core.LogLine
import org.payung.core.LogSink
import java.io.File

/** What the platform gives the core. */
class Phone(
    /** Private, never backed up. */
    val home: File,
    val trust: String?,
    val keeper: KeyKeeper,
    val language: () -> Language,
    val clock: Clock = SystemClock,
    val log: LogSink = Logcat,
)

/** The phone's own clock. The core judges whether it can be relied on. */
object SystemClock : Clock {
    override fun nowMillis() = System.currentTimeMillis()
}

/** Lines for whoever mends the app: a place, a code and a cause, nothing personal. */
object Logcat : LogSink {
    override fun log(line: LogLine) {
        val priority =
            when (line.level) {
                LogLevel.INFO -> Log.INFO
                LogLevel.WARNING -> Log.WARN
                LogLevel.ERROR -> Log.ERROR
            }
        Log.println(priority, "payung", "${line.place} ${line.code} ${line.cause}")
    }
}
