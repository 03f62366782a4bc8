package org.payung.app

import android.os.Looper
import org.payung.app.screen.RecoveryCodeModel
import org.payung.app.screen.StatusModel
import org.payung.core.Sample
import org.robolectric.Shadows.shadowOf
import java.io.File
import java.text.SimpleDateFormat
import java.util.Date
import java.util.Locale

/** What tests of a lost phone share. */
object Lost {
    /** As [Sample]'s NIK has it. */
    const val BORN = "15-01-1990"

    /** What a worker says about an accident of yesterday. */
    fun accident(): Map<String, String> {
        val yesterday = SimpleDateFormat("dd-MM-yyyy", Locale.ROOT).format(Date(System.currentTimeMillis() - 86_400_000))
        val said = mapOf("who_reports" to "worker", "happened" to yesterday, "happened_time" to "07.30", "consent_incident" to "yes")
        return Sample.answers + said
    }

    /** Somebody registers and is sent; the registration's id. */
    fun register(rig: Rig): String {
        rig.start().tap(R.string.register)
        rig.fill()
        rig.tap(rig.step.primary)
        return (rig.activity.front as StatusModel).registration
    }

    /** The code that is on screen. */
    fun code(rig: Rig): String =
        (rig.activity.front as RecoveryCodeModel)
            .state.view!!
            .groups
            .joinToString("-") { it.reveal() }

    /** Another phone of the same office: empty, and its first screen is open. The one before is left where it is. */
    fun another(
        before: Rig,
        folder: File,
        trust: String,
    ): Rig {
        before.leave()
        val next = Rig(folder, trust)
        next.app.restart()
        return next.start()
    }

    /** Taps without waiting for the core, which waits for an office. */
    fun press(
        rig: Rig,
        words: Int,
        until: () -> Boolean,
    ) {
        shadowOf(Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(1))
        val text = rig.string(words)
        val button = rig.views().first { (it as? android.widget.TextView)?.text?.toString() == text && it.hasOnClickListeners() }
        button.performClick()
        val end = System.nanoTime() + 30_000_000_000
        while (!until()) {
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(1)
            check(System.nanoTime() < end) { "nothing happens: ${rig.texts()}" }
        }
    }
}
